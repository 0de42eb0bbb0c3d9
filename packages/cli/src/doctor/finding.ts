import { errorFrom } from '@vigil/events';
import { FINDINGS, type FindingCode, type Severity } from './finding-table.ts';

/** One thing that the doctor found. */
export interface Finding {
  /** Of the doctor's table, or of the preset's own (docs/errors.md). */
  readonly code: string;
  readonly severity: Severity;
  readonly what: string;
  /** A file, folder, variable or URL. */
  readonly where: string;
  readonly remedy: string;
}

type Details = Readonly<Record<string, string | number>>;

/** Makes a finding from its row. */
export function finding(code: FindingCode, where: string, details: Details = {}): Finding {
  const { message, remedy } = errorFrom(FINDINGS, code, details);
  return { code, severity: FINDINGS[code].severity, what: message, where, remedy };
}

/** Errors and warnings; notes are not wrong. */
export function isWrong({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity !== 'note';
}
