import type { Row } from './row.ts';

interface Column {
  title: string;
  cell(row: Row): string;
}

function figure(value: number | null, digits?: number): string {
  if (value === null) return '-';
  return digits === undefined ? String(value) : value.toFixed(digits);
}

/** Spans that were lost, or why there are none. */
function delivery({ void: reason, silent, delivered }: Row): string {
  return reason ? `VOID: ${reason}` : (silent ?? figure(delivered));
}

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
  { title: 'delivered', cell: delivery },
];

/** How late the event loop was in the paced slices. */
export const delayColumns: readonly Column[] = [
  ...requestColumns.slice(0, 3),
  { title: 'mean ms', cell: (row) => figure(row.loopMeanMs, 2) },
  { title: 'p99 ms', cell: (row) => figure(row.loopP99Ms, 2) },
  { title: 'max ms', cell: (row) => figure(row.loopMaxMs, 1) },
];

/** What belongs to the process. Memory is read on the route too, and given for the first one. */
export const processColumns: readonly Column[] = [
  { title: 'framework', cell: (row) => row.framework },
  { title: 'set-up', cell: (row) => row.setup },
  { title: 'start-up CPU ms', cell: (row) => figure(row.startCpuMs) },
  { title: 'ESM', cell: (row) => figure(row.startCpuMsEsm) },
  { title: 'RSS under load MB', cell: (row) => figure(row.rssMb) },
  { title: 'modules', cell: (row) => figure(row.modules) },
  { title: 'ESM', cell: (row) => figure(row.modulesEsm) },
  { title: 'installed MB', cell: (row) => figure(row.installedMb, 1) },
  { title: 'packages', cell: (row) => figure(row.packages) },
];

/** Those that have figures. */
export function delayRows(rows: readonly Row[]): Row[] {
  return rows.filter((row) => !row.void);
}

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
