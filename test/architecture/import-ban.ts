import { posix } from 'node:path';
import { importsOf, type Import } from './imports.ts';
import { isAllowed, rooms, type Room } from './rooms.ts';
import { violation, type Source, type Violation } from './source.ts';

const FRAMEWORKS: ReadonlySet<string> = new Set(['express', 'fastify']);
const NETWORK: ReadonlySet<string> = new Set(['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'undici', 'ws']);
const DISK: ReadonlySet<string> = new Set(['fs', 'fs/promises', 'sqlite', 'child_process']);

// They open nothing: tables and judgements that happen to live in a module that also can.
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  net: ['BlockList', 'SocketAddress', 'isIP', 'isIPv4', 'isIPv6'],
  http: ['METHODS', 'STATUS_CODES'],
};

/** Imports that cross a ban of the rooms. */
export function importBan(source: Source): readonly Violation[] {
  if (!source.package || source.isTest) return [];
  const { name, inside } = source.package;
  const room = rooms[name];
  if (!room) return [violation('import-ban', source, { start: 0 }, `package '${name}' has no room in rooms.ts`)];
  return importsOf(source).flatMap((one) => {
    const reason = banOf(one, room, name, inside);
    return reason ? [violation('import-ban', source, one.node, `'${one.from}': ${reason}`)] : [];
  });
}

function banOf({ from, names, typeOnly }: Import, room: Room, own: string, inside: string): string | undefined {
  const module = from.replace(/^node:/, '');
  if (from.startsWith('.')) return leaves(inside, from) ? 'another package is imported by its name' : undefined;
  if (from.startsWith('@vigil/')) return organBan(from, room, own);
  if (from.startsWith('@opentelemetry/')) return isAllowed(room.otel, inside) ? undefined : 'only node knows OpenTelemetry';
  if (FRAMEWORKS.has(module)) return typeOnly && room.frameworks === 'types' ? undefined : frameworkBan(room);
  if (typeOnly || isHarmless(module, names)) return undefined;
  if (module === 'diagnostics_channel' && !isAllowed(room.channels, inside)) return 'channels are touched by events/channels and sensors';
  if (NETWORK.has(module) && !isAllowed(room.network, inside)) return 'no network from here';
  if (DISK.has(module) && !isAllowed(room.disk, inside)) return 'no disk from here';
  return undefined;
}

function leaves(inside: string, from: string): boolean {
  return posix.join(posix.dirname(inside), from).startsWith('..');
}

function organBan(from: string, room: Room, own: string): string | undefined {
  const organ = from.split('/')[1] ?? '';
  if (organ === own) return 'a package imports its own files by their path';
  return room.organs.includes(organ) ? undefined : `${own} may import of the organs: ${room.organs.join(', ') || 'none'}`;
}

function frameworkBan(room: Room): string {
  return room.frameworks === 'types' ? 'of a framework only types' : 'no framework';
}

function isHarmless(module: string, names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => HARMLESS[module]?.includes(name));
}
