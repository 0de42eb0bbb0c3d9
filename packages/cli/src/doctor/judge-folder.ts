import { groupBy } from '../view/group-by.ts';
import { isAgent } from './is-agent.ts';
import { judgeApiCopies } from './api-copies.ts';
import type { FolderFacts } from './examine-folder.ts';
import { finding, type Finding } from './finding.ts';
import type { PackageCopy } from './process-report.ts';

/** Parts of the SDK whose copies meet each other's objects. */
const SDK: ReadonlySet<string> = new Set([
  '@opentelemetry/core', '@opentelemetry/resources', '@opentelemetry/sdk-trace', '@opentelemetry/sdk-trace-base', '@opentelemetry/sdk-trace-node',
  '@opentelemetry/sdk-metrics', '@opentelemetry/sdk-logs', '@opentelemetry/sdk-node', '@opentelemetry/api-logs',
]);
const AUTO = '@opentelemetry/auto-instrumentations-node';

/** The packages that the doctor looks for. */
export function isTelling(name: string): boolean {
  return name.startsWith('@vigil/') || name === '@opentelemetry/api' || name === AUTO || SDK.has(name) || isAgent(name);
}

/** What a folder's packages mean. */
export function judgeFolder(facts: FolderFacts): Finding[] {
  const { folder, preset, api, copies } = facts;
  if (preset === undefined) return [finding('VIGIL_NOT_INSTALLED', folder)];
  return [
    ...(api === undefined ? [finding('VIGIL_API_MISSING', preset.folder)] : judgeApiCopies(copies.filter(({ name }) => name === api.name), api)),
    ...copiesOf(copies, ({ name }) => name.startsWith('@vigil/'), (version) => version, 'VIGIL_PACKAGE_COPIES'),
    ...copiesOf(copies, ({ name }) => SDK.has(name), majorOf, 'VIGIL_SDK_COPIES'),
    ...copies.filter(({ name }) => isAgent(name)).map((one) => finding('VIGIL_AGENT_BESIDE', one.folder, { name: one.name, version: one.version })),
    ...copies.filter(({ name }) => name === AUTO).map((one) => finding('VIGIL_INSTRUMENTATIONS_BESIDE', one.folder, { name: one.name, version: one.version })),
    ...judgeLockfile(facts),
  ];
}

/** Experimental packages are 0.x, where the minor version breaks; each line of the SDK fits itself only. */
function majorOf(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return major === '0' ? `0.${minor}` : major;
}

function copiesOf(
  copies: readonly PackageCopy[], matches: (copy: PackageCopy) => boolean, kindOf: (version: string) => string,
  code: 'VIGIL_PACKAGE_COPIES' | 'VIGIL_SDK_COPIES',
): Finding[] {
  return Array.from(groupBy(copies.filter(matches), ({ name }) => name)).flatMap(([name, several]) => {
    if (new Set(several.map(({ version }) => kindOf(version))).size < 2) return [];
    const versions = several.map(({ version }) => version).toSorted().join(', ');
    return [finding(code, several.map(({ folder }) => folder).join(', '), { name, versions })];
  });
}

function judgeLockfile({ lockfile = '', locked, preset, api }: FolderFacts): Finding[] {
  return [preset, api].flatMap((copy) => {
    const versions = copy === undefined ? [] : (locked[copy.name] ?? []);
    if (copy === undefined || versions.length === 0 || versions.includes(copy.version)) return [];
    return [finding('VIGIL_LOCKFILE_DIFFERS', lockfile, { name: copy.name, installed: copy.version, locked: versions.join(', ') })];
  });
}
