import { execFile } from 'node:child_process';
import { cp, lstat, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached, cachePath } from '../tools/parts/cache.ts';
import { frameworks, type Setup } from './setups.ts';
import { isOurs, packOurs } from './tarballs.ts';

/** A set-up as npm installs it into an empty folder, and the measured applications with their frameworks beside it. */
export interface Installation {
  /** Outside the repository: nothing in it is a dependency of Vigil. */
  folder: string;
  /** What it takes on disk, without the frameworks, as `du -m` counts. */
  mb: number;
  packages: number;
}

type Size = Omit<Installation, 'folder'>;

/** A folder of our own packages is another one after each change; the old ones go. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
const SIZE_FILE = 'size.json';
const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Installs a set-up with its frameworks, once for each of its versions; ours once for each content. */
export async function installation(setup: Setup): Promise<Installation> {
  const packed = await mkdtemp(join(tmpdir(), 'vigil-bench-'));
  try {
    const tarballs = await packOurs(setup.installs.filter(isOurs), packed);
    const published = setup.installs.filter((spec) => !isOurs(spec));
    const beside = await Promise.all(frameworks.map(pinned));
    const key = [setup.name, ...[...published, ...beside, ...tarballs.map(({ fingerprint }) => fingerprint)].map(fileName)].join('_');
    await clearOld();
    const folder = await cached({
      path: cachePath('bench', key),
      label: `${setup.name}: installing`,
      make: (empty) => install(empty, [...published, ...tarballs.map(({ file }) => file)], beside),
    });
    await cp(fileURLToPath(new URL('apps', import.meta.url)), join(folder, 'apps'), { recursive: true });
    return { folder, ...(JSON.parse(await readFile(join(folder, SIZE_FILE), 'utf8')) as Size) };
  } finally {
    await rm(packed, { recursive: true, force: true });
  }
}

/** The size is that of the set-up alone, so the frameworks come after it. */
async function install(folder: string, specs: readonly string[], beside: readonly string[]): Promise<string> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  if (specs.length > 0) await npmInstall(folder, specs);
  await writeFile(join(folder, SIZE_FILE), JSON.stringify(specs.length > 0 ? await sizeOf(folder) : { mb: 0, packages: 0 }));
  await npmInstall(folder, beside);
  return folder;
}

async function npmInstall(folder: string, specs: readonly string[]): Promise<void> {
  const options = ['--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options, ...specs], { cwd: folder }).catch((error: Error & { stderr?: string }) => {
    throw new Error(error.stderr?.match(/npm error .*(?:No matching|404|notarget|ENOTFOUND|EAI_AGAIN).*/)?.[0] ?? error.message);
  });
}

async function sizeOf(folder: string): Promise<Size> {
  const lock = JSON.parse(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as { packages: object };
  return { mb: (await diskUsage(join(folder, 'node_modules'))) / 2 ** 20, packages: Object.keys(lock.packages).length };
}

/** Blocks, not lengths: thousands of small files take half as much again as what is in them. */
async function diskUsage(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const blocks = await Promise.all(entries.map(async (entry) => (await lstat(join(folder, entry))).blocks));
  return blocks.reduce((sum, count) => sum + count, 0) * 512;
}

async function clearOld(): Promise<void> {
  const folder = cachePath('bench');
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
    if (name.startsWith('vigil_') && Date.now() - mtimeMs > KEPT_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** A framework in the version that the repository has. */
async function pinned(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
  return `${name}@${version}`;
}

function fileName(spec: string): string {
  return spec.replaceAll('/', '+');
}
