import { finding, type Finding } from './finding.ts';
import type { PackageCopy } from './process-report.ts';

/**
 * Whether a copy of `@opentelemetry/api` would find nothing in what another copy has registered: by the API's own rule the
 * major versions must be equal, and its minor version not above the registered one's.
 */
export function isRefused(version: string, registered: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [registeredMajor = 0, registeredMinor = 0] = registered.split('.').map(Number);
  return major !== registeredMajor || minor > registeredMinor;
}

/** What several installed copies mean, beside the one that Vigil uses. */
export function judgeApiCopies(copies: readonly PackageCopy[], used: PackageCopy): Finding[] {
  return copies.filter(({ folder }) => folder !== used.folder)
    .map(({ version, folder }) => finding(isRefused(version, used.version) ? 'VIGIL_API_COPY_NEWER' : 'VIGIL_API_COPY', folder, { version, used: used.version }));
}
