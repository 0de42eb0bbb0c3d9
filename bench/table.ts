import type { Row } from './row.ts';

interface Column {
  title: string;
  cell(row: Row): string;
}

const figure = (value: number | null, digits?: number): string => (value === null ? '-' : digits === undefined ? String(value) : value.toFixed(digits));

function withQuartiles(value: number | null, quartiles: readonly [number, number] | undefined, digits: number): string {
  if (value === null || !quartiles) return '-';
  return `${value.toFixed(digits)} (${quartiles[0].toFixed(digits)}..${quartiles[1].toFixed(digits)})`;
}

/** What changes with the route. */
export const requestColumns: readonly Column[] = [
  { title: 'framework', cell: (row) => row.framework },
  { title: 'route', cell: (row) => row.route },
  { title: 'set-up', cell: (row) => row.setup },
  { title: 'CPU us/request', cell: (row) => withQuartiles(row.cpuUs, row.spread?.cpuUs, 1) },
  { title: 'added us', cell: (row) => withQuartiles(row.addedUs, row.spread?.addedUs, 1) },
  { title: 'ratio', cell: (row) => figure(row.ratio, 2) },
  { title: 'p50 ms', cell: (row) => figure(row.p50Ms, 2) },
  { title: 'p99 ms', cell: (row) => figure(row.p99Ms, 2) },
  { title: 'spans/request', cell: (row) => figure(row.spansPerRequest) },
  { title: 'delivered', cell: (row) => (row.void ? `VOID: ${row.void}` : row.delivered === null ? 'none due' : figure(row.delivered)) },
];

/** What belongs to the process. Memory is read on the route too, and given for the first one. */
export const processColumns: readonly Column[] = [
  { title: 'framework', cell: (row) => row.framework },
  { title: 'set-up', cell: (row) => row.setup },
  { title: 'start-up CPU ms', cell: (row) => figure(row.startCpuMs) },
  { title: 'RSS under load MB', cell: (row) => figure(row.rssMb) },
  { title: 'modules', cell: (row) => figure(row.modules) },
  { title: 'installed MB', cell: (row) => figure(row.installedMb, 1) },
  { title: 'packages', cell: (row) => figure(row.packages) },
];

/** One row for each framework and set-up. */
export function processRows(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.route === rows[0]!.route);
}

/** For a terminal: columns as wide as they must be. */
export function textTable(columns: readonly Column[], rows: readonly Row[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)));
  return cells.map((line) => line.map((cell, at) => cell.padEnd(widths[at]!)).join('  ').trimEnd()).join('\n');
}

export function markdownTable(columns: readonly Column[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title);
  const lines = [titles, titles.map(() => '---'), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
