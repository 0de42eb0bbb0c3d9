import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Where a package stands that an application may have installed, or undefined. It is looked for beside us and beside the
 * application; a chain (`['a', 'b']`) finds `b` as what `a` brings along. Nothing is loaded.
 */
export function findPeer(...chain: readonly [string, ...string[]]): string | undefined {
  for (const from of [import.meta.url, process.argv[1], join(process.cwd(), 'package.json')]) {
    const found = from === undefined ? undefined : follow(from, chain);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Loads what `findPeer` found. */
export function loadPeer(file: string): unknown {
  return createRequire(import.meta.url)(file);
}

function follow(from: string, chain: readonly string[]): string | undefined {
  try {
    return chain.reduce((file, name) => createRequire(file).resolve(name), from);
  } catch {
    return undefined;
  }
}
