import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say, seconds } from '../setup/say.mjs';

/** Outside the repository, so that every clone on a machine shares what was built once. */
export function cachePath(...parts: readonly string[]): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'vigil/parts', ...parts);
}

/** What to make, where it is kept, and how: `make` fills an empty folder and returns the file in it that is wanted. */
export interface Making {
  readonly path: string;
  readonly label: string;
  readonly make: (folder: string) => Promise<string>;
}

/**
 * Makes a file of the cache unless it is there. Of several callers one makes it and the others wait; nobody sees half of it,
 * because it is made in a folder of its own beside its place and moved there whole.
 */
export async function cached(making: Making): Promise<string> {
  await mkdir(dirname(making.path), { recursive: true });
  const release = await lock(`${making.path}.lock`);
  try {
    if (!existsSync(making.path)) await makeInPlace(making);
    return making.path;
  } finally {
    await release();
  }
}

async function makeInPlace({ path, label, make }: Making): Promise<void> {
  await clearAbandoned(path);
  const folder = await mkdtemp(`${path}.making-`);
  const started = performance.now();
  say(`${label} (once)`);
  const heartbeat = setInterval(() => say(`  still at it: ${seconds(started)}`), 20_000);
  try {
    await rename(await make(folder), path);
    say(`  done in ${seconds(started)}`);
  } finally {
    clearInterval(heartbeat);
    await rm(folder, { recursive: true, force: true });
  }
}

// The lock is ours, so what stands there half made belongs to somebody who was killed.
async function clearAbandoned(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const abandoned = names.filter((name) => name.startsWith(`${basename(path)}.making-`));
  await Promise.all(abandoned.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })));
}

async function lock(file: string): Promise<() => Promise<void>> {
  for (let waited = false; ; waited = true) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!waited) say(`waiting for another process that makes ${file.replace(/\.lock$/, '')}`);
    await clearIfDead(file);
    await sleep(200);
  }
}

// Who made the lock and was killed cannot take it away. An empty file is a lock that is just being written.
async function clearIfDead(file: string): Promise<void> {
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
