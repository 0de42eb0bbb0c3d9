import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foldersAbove } from './folders-above.ts';
import type { PackageCopy } from './process-report.ts';

/** More than any application has; a folder of links in circles ends here. */
const MAX_FOLDERS = 50_000;

/** Every copy of the packages whose names `wanted` takes, in all `node_modules` that an application in `from` can use. */
export function installedPackages(from: string, wanted: (name: string) => boolean): PackageCopy[] {
  const seen = new Set<string>();
  const found = new Map<string, PackageCopy>();
  const queue = foldersAbove(from).map((folder) => join(folder, 'node_modules'));
  for (let modules = queue.shift(); modules !== undefined && seen.size < MAX_FOLDERS; modules = queue.shift()) {
    if (seen.has(modules)) continue;
    seen.add(modules);
    for (const { name, folder } of packagesIn(modules)) {
      if (seen.has(folder)) continue;
      seen.add(folder);
      const copy = wanted(name) ? copyIn(name, folder) : undefined;
      if (copy !== undefined) found.set(folder, copy);
      queue.push(join(folder, 'node_modules'), modulesAround(folder, name));
    }
  }
  return Array.from(found.values());
}

function packagesIn(modules: string): { name: string; folder: string }[] {
  const names = entries(modules).flatMap((entry) => (entry.startsWith('@') ? entries(join(modules, entry)).map((name) => `${entry}/${name}`) : [entry]));
  return names.filter((name) => !name.startsWith('.')).map((name) => ({ name, folder: real(join(modules, name)) }));
}

/** What pnpm links for a package lies beside it; elsewhere that is the folder it was found in. */
function modulesAround(folder: string, name: string): string {
  return name.startsWith('@') ? dirname(dirname(folder)) : dirname(folder);
}

function copyIn(name: string, folder: string): PackageCopy | undefined {
  try {
    return { name, folder, version: String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version) };
  } catch {
    return undefined;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
