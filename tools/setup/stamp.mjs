import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './say.mjs';

// Inside node_modules, so that who removes node_modules also removes what is remembered about it.
const FOLDER = join(root, 'node_modules/.cache/vigil');

/** What a step was done for, remembered from run to run: `isFresh()` says whether it still holds, `set()` that it was done. */
export function stamp(name, files) {
  const path = join(FOLDER, name);
  const wanted = digest(files);
  return {
    isFresh: () => existsSync(path) && readFileSync(path, 'utf8') === wanted,
    set: () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, wanted);
    },
  };
}

function digest(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(join(root, file))).update('\n');
  return hash.digest('hex');
}

/** Files below `folder` (relative to the checkout) whose name passes. */
export function filesBelow(folder, passes = () => true) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  // `parentPath` came with Node 20.12; before it the same was called `path`.
  const files = entries.filter((entry) => entry.isFile() && passes(entry.name));
  return files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length));
}

/** The folders directly in `folder` that hold a package. */
export function packagesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => existsSync(join(root, folder, name, 'package.json')));
  return names.map((name) => `${folder}/${name}`);
}
