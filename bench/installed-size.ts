/* oxlint-disable no-await-in-loop -- one install after the other: they share npm's cache and the machine */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a real install into an empty folder takes on disk, in MB as `du -m` counts them, and in packages. */
export interface InstalledSize {
  mb: number;
  packages: number;
}

interface Manifest {
  name: string;
  version: string;
  packageManager?: string;
  dependencies?: Record<string, string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const cacheFile = join(root, '.cache/bench/installed.json');
const run = promisify(execFile);

/** Installs with npm what a user would install; remembers the result by version, for the workspace by content. */
export async function installedSize(names: readonly string[]): Promise<InstalledSize> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-bench-'));
  try {
    const tarballs = await packed(await workspaceClosure(names), folder);
    const published = await Promise.all(names.filter((name) => !isOurs(name)).map(pinned));
    const key = [...published, ...(await Promise.all(tarballs.map(fingerprint)))].toSorted().join(' ');
    return await remembered(key, () => install([...tarballs, ...published], join(folder, 'empty')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function install(specs: readonly string[], folder: string): Promise<InstalledSize> {
  if (specs.length === 0) return { mb: 0, packages: 0 };
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...specs], { cwd: folder });
  const lock = JSON.parse(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as { packages: object };
  return { mb: (await diskUsage(join(folder, 'node_modules'))) / 2 ** 20, packages: Object.keys(lock.packages).length };
}

/** Blocks, not lengths: thousands of small files take half as much again as what is in them. */
async function diskUsage(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const blocks = await Promise.all(entries.map(async (entry) => (await lstat(join(folder, entry))).blocks));
  return blocks.reduce((sum, count) => sum + count, 0) * 512;
}

/** Those of the names that are ours, with all of ours that they need: none is published where npm could find it. */
async function workspaceClosure(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const waiting = names.filter(isOurs);
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const { dependencies = {} } = await manifestIn(workspaceFolder(name));
    waiting.push(...Object.keys(dependencies).filter(isOurs));
  }
  return [...found];
}

/** As a release would be packed: pnpm writes versions where the workspace has `workspace:*`. */
async function packed(names: readonly string[], folder: string): Promise<string[]> {
  const { packageManager } = await manifestIn(root);
  for (const name of names) {
    await run('npx', ['-y', packageManager!, 'pack', '--pack-destination', folder], { cwd: workspaceFolder(name) });
  }
  return (await readdir(folder)).filter((file) => file.endsWith('.tgz')).map((file) => join(folder, file));
}

async function remembered(key: string, measure: () => Promise<InstalledSize>): Promise<InstalledSize> {
  const known = JSON.parse(await readFile(cacheFile, 'utf8').catch(() => '{}')) as Record<string, InstalledSize>;
  const size = known[key] ?? (await measure());
  await mkdir(join(cacheFile, '..'), { recursive: true });
  await writeFile(cacheFile, JSON.stringify({ ...known, [key]: size }, null, 2));
  return size;
}

async function fingerprint(tarball: string): Promise<string> {
  return createHash('sha256').update(await readFile(tarball)).digest('hex');
}

async function pinned(name: string): Promise<string> {
  return `${name}@${(await manifestIn(join(root, 'node_modules', name))).version}`;
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function isOurs(name: string): boolean {
  return name.startsWith('@vigil/');
}

function workspaceFolder(name: string): string {
  return join(root, 'packages', name.slice('@vigil/'.length));
}
