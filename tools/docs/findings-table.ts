import { FINDINGS, type FindingRow } from '../../packages/cli/src/doctor/finding-table.ts';

/** Every finding of the doctor's own, and how to mend it. */
export function findingsTable(): string {
  const rows = Object.entries<FindingRow>(FINDINGS).map(([code, { severity, message, remedy }]) => `| \`${code}\` | ${severity} | ${message} | ${remedy} |`);
  return ['| code | severity | what was found | what to do |', '|---|---|---|---|', ...rows].join('\n');
}
