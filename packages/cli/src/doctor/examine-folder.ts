import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedPackages } from './installed-packages.ts';
import { lockedVersions } from './locked-versions.ts';
import type { PackageCopy } from './process-report.ts';

/** What lies in a folder and above it, as far as it matters for telemetry. */
export interface FolderFacts {
  readonly folder: string;
  /** The one that an application here gets; and the API that this one gets. */
  readonly preset?: PackageCopy;
  readonly api?: PackageCopy;
  readonly copies: readonly PackageCopy[];
  readonly lockfile?: string;
  /** By package name. */
  readonly locked: Readonly<Record<string, readonly string[]>>;
}

const LOCKFILES: readonly string[] = ['pnpm-lock.yaml', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock'];
const LOCKED: readonly string[] = ['@vigil/node', '@opentelemetry/api'];

/** Reads it; nothing is loaded or run. */
export function examineFolder(folder: string, wanted: (name: string) => boolean): FolderFacts {
  const preset = resolved('@vigil/node', folder);
  const api = preset === undefined ? undefined : resolved('@opentelemetry/api', preset.folder);
  const lockfile = LOCKFILES.flatMap((name) => above(folder).map((one) => join(one, name))).find((file) => existsSync(file));
  return {
    folder, copies: installedPackages(folder, wanted), locked: lockfile === undefined ? {} : lockedIn(lockfile),
    ...(preset === undefined ? {} : { preset }), ...(api === undefined ? {} : { api }), ...(lockfile === undefined ? {} : { lockfile }),
  };
}

function resolved(name: string, from: string): PackageCopy | undefined {
  try {
    const file = findPackageJSON(name, pathToFileURL(join(from, 'index.js')));
    if (file === undefined) return undefined;
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown };
    return { name, version: String(version), folder: realpathSync(dirname(file)) };
  } catch {
    return undefined;
  }
}

function lockedIn(lockfile: string): Record<string, string[]> {
  try {
    const text = readFileSync(lockfile, 'utf8');
    return Object.fromEntries(LOCKED.map((name) => [name, lockedVersions(lockfile, text, name)]));
  } catch {
    return {};
  }
}

function above(folder: string): string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...above(dirname(folder))];
}
