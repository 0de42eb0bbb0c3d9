import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '@vigil/sensors';

/** A package that the process has loaded something of. */
export interface LoadedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

const MAX_PACKAGES = 5000;

/** The packages behind files, in the order of their first. Each copy counts. */
export class LoadedPackages {
  readonly #byFolder = new Map<string, LoadedPackage>();

  add(file: string): void {
    const found = packageFile(file.replaceAll('\\', '/'));
    const folder = found?.folder.slice(0, -1);
    if (found === undefined || folder === undefined || this.#byFolder.has(folder) || this.#byFolder.size >= MAX_PACKAGES) return;
    this.#byFolder.set(folder, { name: found.name, version: versionIn(folder), folder });
  }

  list(): readonly LoadedPackage[] {
    return Array.from(this.#byFolder.values());
  }
}

function versionIn(folder: string): string {
  try {
    return String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version);
  } catch {
    return 'unknown';
  }
}
