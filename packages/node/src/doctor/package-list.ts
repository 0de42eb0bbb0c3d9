import { packageFile } from '@vigil/sensors';
import { readManifest } from '../config/read-manifest.ts';

/** A package that the process has loaded something of. */
export interface ListedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

const MAX_PACKAGES = 5000;

/** The packages behind files, in the order of their first. Each copy counts. */
export class PackageList {
  readonly #byFolder = new Map<string, ListedPackage>();

  add(file: string): void {
    const found = packageFile(file.replaceAll('\\', '/'));
    const folder = found?.folder.slice(0, -1);
    if (found === undefined || folder === undefined || this.#byFolder.has(folder) || this.#byFolder.size >= MAX_PACKAGES) return;
    this.#byFolder.set(folder, { name: found.name, version: readManifest(folder).version ?? 'unknown', folder });
  }

  list(): readonly ListedPackage[] {
    return Array.from(this.#byFolder.values());
  }
}
