import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, cachePath } from './cache.ts';
import { command, step } from './command.ts';
import { findGo, goEnvironment } from './go.ts';
import { onPath } from './on-path.ts';
import { missing, type Part, type PartOptions } from './part.ts';

const MANIFEST = fileURLToPath(new URL('otelcol/manifest.yaml', import.meta.url));
const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.152.0';

/** The OpenTelemetry Collector with the components of otelcol/manifest.yaml: one's own, one on PATH, or built once. */
export async function otelcol({ build = true }: PartOptions = {}): Promise<Part> {
  const own = process.env['VIGIL_OTELCOL'];
  if (own) return existsSync(own) ? found(own, 'VIGIL_OTELCOL') : missing(`VIGIL_OTELCOL names '${own}', which is not there`);
  const installed = onPath(['otelcol-contrib', 'otelcol']);
  if (installed && (await hasContrib(installed))) return found(installed, 'found on PATH');
  const path = cachePath('otelcol', manifestHash(), 'otelcol');
  if (existsSync(path)) return found(path, 'built before by the Collector builder');
  if (!build) return { missing: "no Collector is built yet: 'npm run parts' does that where Go is at hand" };
  const go = await findGo('1.25');
  if ('missing' in go) return missing(`no Collector with contrib processors is on PATH or in VIGIL_OTELCOL, and to build one: ${go.missing}`);
  const label = 'building the OpenTelemetry Collector with Go: some minutes the first time';
  return found(await cached({ path, label, make: (folder) => compile(go.go, folder) }), 'built by the Collector builder');
}

function found(path: string, how: string): Part {
  return { path, args: [], how };
}

// A core Collector answers to the same name, and lacks what the shipped configuration uses.
async function hasContrib(path: string): Promise<boolean> {
  const { output } = await command(path, ['components']);
  return /name: redaction\b/.test(output);
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
