import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a package.json says of its application. */
export interface Manifest {
  /** The folder that it stands in; undefined when there is none. */
  readonly folder?: string;
  readonly name?: string;
  readonly version?: string;
  readonly dependencies: readonly string[];
}

const NONE: Manifest = { dependencies: [] };

/** The nearest package.json with a name, from the application's main file upwards; empty when there is none. */
export function readManifest(from: string): Manifest {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = parseManifest(join(folder, 'package.json'));
    if (manifest?.name !== undefined) return { ...manifest, folder };
    if (dirname(folder) === folder) return NONE;
  }
}

function parseManifest(file: string): Manifest | undefined {
  try {
    const { name, version, dependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return {
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
      ...(typeof version === 'string' ? { version } : {}),
      dependencies: Object.keys((dependencies as object | undefined) ?? {}),
    };
  } catch {
    return undefined;
  }
}
