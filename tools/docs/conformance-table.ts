import { KNOWN_DIFFERENCES } from '../../test/conformance/stock/known-differences.ts';

/** What Vigil tells differently from the stock instrumentations, by reason. */
export function conformanceTable(): string {
  const reasons = [...new Set(KNOWN_DIFFERENCES.map(({ reason }) => reason))];
  return reasons.map((reason) => [`**${reason}**`, '', '| what | Vigil | stock | where |', '|---|---|---|---|', ...rowsOf(reason)].join('\n')).join('\n\n');
}

function rowsOf(reason: string): string[] {
  return KNOWN_DIFFERENCES.filter((known) => known.reason === reason).map(
    ({ what, vigil, stock, where }) => `| ${[code(what), said(vigil), said(stock), where].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
}

const code = (text: string): string => `\`${text}\``;

/** A value that the one alone tells is told whatever it is; a side that tells nothing has a dash. */
function said(value: string): string {
  if (value === 'any') return 'told';
  return value === '' ? '–' : code(value);
}
