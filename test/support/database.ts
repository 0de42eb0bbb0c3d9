import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { libraryPath, unpackedRoot } from '../../tools/parts/debian-program.ts';
import type { FoundPart } from '../../tools/parts/part.ts';
import { freePorts } from './free-ports.ts';

/** A real database server on loopback. */
export interface Database {
  readonly port: number;
  /** For the driver: `postgres://...`, `redis://...`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian's `nobody`: PostgreSQL refuses to run as root, and in a container tests do. */
const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/** Starts PostgreSQL on an empty data folder, for the user `shop`, without passwords. */
export async function startPostgres(part: FoundPart): Promise<Database> {
  const [port] = (await freePorts(1)) as [number];
  const folder = await mkdtemp(join(tmpdir(), 'vigil-postgres-'));
  if (isRoot) chownSync(folder, NOBODY.uid, NOBODY.gid);
  const path = isRoot ? reachable(part.path, folder) : part.path;
  const [data, beside] = [join(folder, 'data'), join(dirname(path), 'initdb')];
  const initdb = run(existsSync(beside) ? beside : 'initdb', ['-D', data, '-U', 'shop', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'], folder);
  if ((await initdb.ended) !== 0) throw new Error(`initdb failed:\n${initdb.output()}`);
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`, 'jit=off'];
  const server = run(path, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], folder);
  await saying(server, /ready to accept connections/);
  return { port, url: `postgres://shop@127.0.0.1:${port}/postgres`, stop: () => stop(server, folder) };
}

/** Starts Redis, in memory only. */
export async function startRedis({ path }: FoundPart): Promise<Database> {
  const [port] = (await freePorts(1)) as [number];
  const folder = await mkdtemp(join(tmpdir(), 'vigil-redis-'));
  if (isRoot) chownSync(folder, NOBODY.uid, NOBODY.gid);
  const program = isRoot ? reachable(path, folder) : path;
  const server = run(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], folder);
  await saying(server, /Ready to accept connections/);
  return { port, url: `redis://127.0.0.1:${port}`, stop: () => stop(server, folder) };
}

/** A program where `nobody` may run it: what was unpacked into root's home is copied out. */
function reachable(program: string, folder: string): string {
  const root = unpackedRoot(program);
  if (root === undefined) return program;
  cpSync(root, join(folder, 'root'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'root', program.slice(root.length));
}

interface Server {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
}

function run(program: string, args: readonly string[], folder: string): Server {
  const copied = join(folder, 'root');
  const libraries = libraryPath(existsSync(copied) ? copied : unpackedRoot(program));
  const env = { ...process.env, LC_ALL: 'C', ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], ...(isRoot ? NOBODY : {}) });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => text };
}

async function saying({ child, output }: Server, words: RegExp): Promise<void> {
  while (!words.test(output())) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended:\n${output()}`);
    await sleep(20);
  }
}

async function stop({ child, ended }: Server, folder: string): Promise<void> {
  // To PostgreSQL SIGTERM means to wait for its clients; SIGINT means now.
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
  await rm(folder, { recursive: true, force: true });
}
