import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPackage } from './find-package.ts';
import { foldersAbove } from './folders-above.ts';
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
  const preset = findPackage('@vigil/node', folder);
  const api = preset === undefined ? undefined : findPackage('@opentelemetry/api', preset.folder);
  const lockfile = LOCKFILES.flatMap((name) => foldersAbove(folder).map((one) => join(one, name))).find((file) => existsSync(file));
  return {
    folder, copies: installedPackages(folder, wanted), locked: lockfile === undefined ? {} : lockedIn(lockfile),
    ...(preset === undefined ? {} : { preset }), ...(api === undefined ? {} : { api }), ...(lockfile === undefined ? {} : { lockfile }),
  };
}

function lockedIn(lockfile: string): Record<string, string[]> {
  try {
    const text = readFileSync(lockfile, 'utf8');
    return Object.fromEntries(LOCKED.map((name) => [name, lockedVersions(lockfile, text, name)]));
  } catch {
    return {};
  }
}
