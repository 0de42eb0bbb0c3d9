import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, cachePath } from './cache.ts';
import { command, step } from './command.ts';
import { findGo, goEnvironment } from './go.ts';
import { onPath } from './on-path.ts';
import { coreOtelcol } from './otelcol-core.ts';
import { missing, type FoundPart, type MissingPart, type PartOptions } from './part.ts';

const MANIFEST = fileURLToPath(new URL('otelcol/manifest.yaml', import.meta.url));
const NAMES: readonly string[] = ['otelcol-contrib', 'otelcol'];
const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.152.0';

/** A Collector. `contrib` has what the shipped configuration uses, `core` only what it cannot do without. */
export interface Otelcol extends FoundPart {
  readonly kind: 'contrib' | 'core';
}

/** The OpenTelemetry Collector with the components of otelcol/manifest.yaml: one's own, one on PATH, or built once. */
export async function otelcol({ build = true }: PartOptions = {}): Promise<Otelcol | MissingPart> {
  const own = process.env['VIGIL_OTELCOL'];
  if (own) return ownOtelcol(own);
  const installed = onPath(NAMES);
  if (installed && (await kindOf(installed)) === 'contrib') return found(installed, 'found on PATH');
  const path = cachePath('otelcol', manifestHash(), 'otelcol');
  if (existsSync(path)) return found(path, 'built before by the Collector builder');
  if (!build) return { missing: "no Collector is built yet: 'npm run parts' does that where Go is at hand" };
  const go = await findGo('1.25');
  if ('missing' in go) return missing(`no Collector with contrib processors is on PATH or in VIGIL_OTELCOL, and to build one: ${go.missing}`);
  const label = 'building the OpenTelemetry Collector with Go: some minutes the first time';
  return found(await cached({ path, label, make: (folder) => compile(go.go, folder) }), 'built by the Collector builder');
}

/**
 * The same, and where it cannot be had a core Collector: one's own, one on PATH, or built once from Debian's packages. In CI that
 * is never reached: there the first must be had.
 */
export async function anyOtelcol(options: PartOptions = {}): Promise<Otelcol | MissingPart> {
  const whole = await otelcol(options);
  if (!('missing' in whole)) return whole;
  const own = process.env['VIGIL_OTELCOL'];
  const installed = own || onPath(NAMES);
  if (installed && (await kindOf(installed)) === 'core') return found(installed, `a core Collector, ${own ? 'VIGIL_OTELCOL' : 'found on PATH'}`, 'core');
  if (own) return whole;
  const core = await coreOtelcol(options);
  if ('missing' in core) return { missing: `${whole.missing}; for a core one: ${core.missing}` };
  return found(core.path, "a core Collector, built from Debian's packages", 'core');
}

// What does not answer as a Collector is taken at its owner's word, and says itself what is wrong when it is started.
async function ownOtelcol(own: string): Promise<Otelcol | MissingPart> {
  if (!existsSync(own)) return missing(`VIGIL_OTELCOL names '${own}', which is not there`);
  return (await kindOf(own)) === 'core' ? missing('VIGIL_OTELCOL is a core Collector, without contrib processors') : found(own, 'VIGIL_OTELCOL');
}

function found(path: string, how: string, kind: Otelcol['kind'] = 'contrib'): Otelcol {
  return { path, args: [], how, kind };
}

// Both answer to the same name, and a core Collector lacks what the shipped configuration uses.
async function kindOf(path: string): Promise<Otelcol['kind'] | undefined> {
  const { output } = await command(path, ['components']).catch(() => ({ output: '' }));
  if (/name: redaction\b/.test(output)) return 'contrib';
  return /name: memory_limiter\b/.test(output) ? 'core' : undefined;
}

function manifestHash(): string {
  return createHash('sha256').update(readFileSync(MANIFEST)).update(BUILDER).digest('hex').slice(0, 16);
}

// The builder writes the sources and Go compiles them, in two steps: its own `go mod tidy` between them asks for modules that
// only the components' tests use, and a module proxy does not always hold those.
async function compile(go: string, folder: string): Promise<string> {
  const env = goEnvironment({ GOBIN: folder });
  await step(go, ['install', '-trimpath', '-ldflags=-s -w', BUILDER], { env });
  await step(join(folder, 'builder'), [`--config=${MANIFEST}`, '--skip-get-modules', '--skip-compilation'], { cwd: folder, env });
  const binary = join(folder, 'otelcol');
  await step(go, ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', binary, '.'], { cwd: join(folder, 'build'), env });
  return binary;
}
