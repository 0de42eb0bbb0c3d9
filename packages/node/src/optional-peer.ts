import nodeModule from 'node:module';
import { join } from 'node:path';

/**
 * Where a package stands that an application may have installed, or undefined. It is looked for beside us and beside the
 * application; a chain (`['a', 'b']`) finds `b` as what `a` brings along. Nothing is loaded.
 */
export function findPeer(...chain: readonly [string, ...string[]]): string | undefined {
  return follow(() => import.meta.url, chain) ?? follow(() => process.argv[1], chain) ?? follow(() => join(process.cwd(), 'package.json'), chain);
}

/** Loads what `findPeer` found. */
export function loadPeer(file: string): unknown {
  // By its own place: bundled into another file, we may have none. And no `createRequire` by name: bundles of ES modules commonly
  // begin with one of their own.
  return nodeModule.createRequire(file)(file);
}

/** Undefined also where there is no such place: no main file, a working folder that is gone. */
function follow(from: () => string | undefined, chain: readonly string[]): string | undefined {
  try {
    const start = from();
    return start === undefined ? undefined : chain.reduce((file, name) => nodeModule.createRequire(file).resolve(name), start);
  } catch {
    return undefined;
  }
}
