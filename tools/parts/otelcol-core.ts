import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../setup/say.mjs';
import { cached, cachePath } from './cache.ts';
import { step } from './command.ts';
import { findDebian, unpack, type Debian } from './debian.ts';
import { goEnvironment } from './go.ts';
import type { MissingPart, PartOptions } from './part.ts';

const SOURCE = fileURLToPath(new URL('otelcol/core/main.go', import.meta.url));
const PACKAGES = fileURLToPath(new URL('otelcol/core/debian-packages.txt', import.meta.url));
const LABEL = "building a core OpenTelemetry Collector from Debian's packages: some 140 MB to fetch, and minutes";

// The newest first. Both move, so one may be in the middle of a change that the other does not have yet.
const SUITES: readonly string[] = ['sid', 'forky'];

/**
 * A Collector of core components from Debian's packages alone: they hold Go, and the Collector's sources. For machines without Go.
 * What fails is a reason, never a throw.
 */
export async function coreOtelcol({ build = true }: PartOptions = {}): Promise<{ readonly path: string } | MissingPart> {
  const path = cachePath('otelcol-core', contentHash(), 'otelcol');
  if (existsSync(path)) return { path };
  if (!build) return { missing: "no core Collector is built yet: 'npm run parts' does that on Debian" };
  const debian = findDebian();
  if ('missing' in debian) return debian;
  try {
    return { path: await cached({ path, label: LABEL, make: (folder) => compileFirst(debian, folder) }) };
  } catch (error) {
    return { missing: `building it from Debian's packages failed: ${lastLine(error)}` };
  }
}

function contentHash(): string {
  return createHash('sha256').update(readFileSync(SOURCE)).update(readFileSync(PACKAGES)).digest('hex').slice(0, 16);
}

async function compileFirst(debian: Debian, folder: string): Promise<string> {
  for (const suite of SUITES.slice(0, -1)) {
    try {
      return await compile(debian, suite, join(folder, suite));
    } catch (error) {
      say(`  not with ${suite}: ${lastLine(error)}`);
      await rm(join(folder, suite), { recursive: true, force: true });
    }
  }
  const last = SUITES.at(-1)!;
  return compile(debian, last, join(folder, last));
}

// In the way of Debian's Go packages: no modules, every source below one GOPATH. Nothing is asked of the network.
async function compile(debian: Debian, suite: string, folder: string): Promise<string> {
  const names = readFileSync(PACKAGES, 'utf8').trim().split('\n');
  const { root, files } = await unpack(debian, { suite, names, folder });
  const [own, binary, goRoot] = [join(folder, 'own'), join(folder, 'otelcol'), join(root, 'usr/lib', goName(names))];
  await mkdir(join(own, 'src/otelcol'), { recursive: true });
  await copyFile(SOURCE, join(own, 'src/otelcol/main.go'));
  const env = goEnvironment({
    GO111MODULE: 'off', GOROOT: goRoot, GOPATH: `${own}:${join(root, 'usr/share/gocode')}`, GOCACHE: join(folder, 'cache'), GOENV: 'off',
  });
  const flags = `-s -w -X main.version=${versionIn(files)}`;
  await step(join(goRoot, 'bin/go'), ['build', '-trimpath', `-ldflags=${flags}`, '-o', binary, './src/otelcol'], { cwd: own, env });
  return binary;
}

// golang-1.27-go unpacks into usr/lib/go-1.27.
function goName(names: readonly string[]): string {
  const [, version] = names.map((name) => /^golang-([\d.]+)-go$/.exec(name)).find((match) => match !== null) ?? [];
  return `go-${version}`;
}

/** The Collector's version, from the file names of packages: `golang-opentelemetry-collector-dev_0.152.0-1_all.deb`. */
export function versionIn(files: readonly string[]): string {
  return /golang-opentelemetry-collector-dev_([\d.]+)/.exec(files.join(' '))?.[1] ?? 'unknown';
}

function lastLine(error: unknown): string {
  return (error as Error).message.trimEnd().split('\n').at(-1)!;
}
