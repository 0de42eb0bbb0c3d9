/* oxlint-disable no-await-in-loop -- one pack after the other: they share pnpm's store */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A package as npm would get it. */
export interface Tarball {
  file: string;
  /** Of its content: the same sources give the same. */
  fingerprint: string;
}

interface Manifest {
  packageManager?: string;
  dependencies?: Record<string, string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

export function isOurs(name: string): boolean {
  return name.startsWith('@vigil/');
}

/** Packs those of our packages and all of ours that they need: none is published where npm could find it. */
export async function packOurs(names: readonly string[], folder: string): Promise<Tarball[]> {
  const { packageManager } = await manifestIn(root);
  // As a release would be packed: pnpm writes versions where the workspace has `workspace:*`.
  for (const name of await withNeeded(names)) {
    await run('npx', ['-y', packageManager!, 'pack', '--pack-destination', folder], { cwd: workspaceFolder(name) });
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.tgz')).map((file) => join(folder, file));
  return Promise.all(files.map(async (file) => ({ file, fingerprint: await fingerprint(file) })));
}

async function withNeeded(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const { dependencies = {} } = await manifestIn(workspaceFolder(name));
    waiting.push(...Object.keys(dependencies).filter(isOurs));
  }
  return [...found];
}

async function fingerprint(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex').slice(0, 12);
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function workspaceFolder(name: string): string {
  return join(root, 'packages', name.slice('@vigil/'.length));
}
