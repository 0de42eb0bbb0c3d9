import type { ErrorRow } from '@vigil/events';
import { ERRORS } from '../errors.ts';

/** One line that the preset said of itself, taken apart again. */
export interface ExplainedLine {
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
}

/** Undefined for a line without a code, such as the one at start. */
export function explainLine(line: string): ExplainedLine | undefined {
  const code = /^VIGIL_[A-Z_]+(?=: )/.exec(line)?.[0];
  if (code === undefined) return undefined;
  const text = line.slice(code.length + 2);
  const row = (ERRORS as Readonly<Record<string, ErrorRow>>)[code];
  // The remedy begins with words of the table; what is filled in comes later.
  const begin = row === undefined ? -1 : text.lastIndexOf(`. ${row.remedy.split('{')[0]}`);
  return begin < 0 ? { code, what: text, remedy: '' } : { code, what: text.slice(0, begin), remedy: text.slice(begin + 2) };
}
