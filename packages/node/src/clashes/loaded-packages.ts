import nodeModule from 'node:module';
import { packageFile } from '@vigil/sensors';
import { readManifest } from '../config/read-manifest.ts';

/** A copy of a package. */
export interface LoadedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, with a slash at the end. */
  readonly folder: string;
}

/**
 * The copies of these packages of which CommonJS files are loaded, in the order of `names`. (Node tells nobody which ES modules
 * are; the packages that matter here are nearly all CommonJS.)
 */
export function loadedPackages(names: readonly string[], files: readonly string[] = loadedFiles()): LoadedPackage[] {
  const folders = new Map<string, string>();
  for (const file of files) {
    const found = packageFile(file);
    if (found !== undefined && names.includes(found.name)) folders.set(found.folder, found.name);
  }
  const copies = Array.from(folders, ([folder, name]) => ({ name, version: readManifest(folder).version ?? 'of no version', folder }));
  return copies.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function loadedFiles(): string[] {
  // What `require.cache` is, which an ES module does not have.
  const files = Object.keys((nodeModule as unknown as { readonly _cache: Readonly<Record<string, unknown>> })._cache);
  return process.platform === 'win32' ? files.map((file) => file.replaceAll('\\', '/')) : files;
}

/** `dd-trace 6.21.0 (/app/node_modules/dd-trace/)` */
export function packageText({ name, version, folder }: LoadedPackage): string {
  return `${name} ${version} (${folder})`;
}

/** The copy of a package that this file's own imports get; undefined when it was bundled with them. */
export function ownPackage(name: string): LoadedPackage | undefined {
  try {
    return loadedPackages([name], [nodeModule.createRequire(import.meta.url).resolve(name).replaceAll('\\', '/')])[0];
  } catch {
    return undefined;
  }
}
