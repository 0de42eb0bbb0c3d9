import { readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PackageCopy } from './process-report.ts';

/** The copy of a package that a file in a folder gets when it asks by name; undefined when there is none. */
export function findPackage(name: string, folder: string): PackageCopy | undefined {
  try {
    const file = findPackageJSON(name, pathToFileURL(join(folder, 'index.js')));
    if (file === undefined) return undefined;
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown };
    return { name, version: String(version), folder: realpathSync(dirname(file)) };
  } catch {
    return undefined;
  }
}
