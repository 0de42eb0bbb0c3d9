import type { Row } from './row.ts';

/** What each set-up adds on each framework and route, in one Markdown table: medians in microseconds, `void` where telemetry was lost. */
export function glance(rows: readonly Row[]): string {
  const frameworks = distinct(rows.map(({ framework }) => framework));
  const routes = distinct(rows.map(({ route }) => route));
  const columns = frameworks.flatMap((framework) => routes.map((route) => ({ framework, route })));
  const lines = distinct(rows.map(({ setup }) => setup)).map((setup) => [setup, ...columns.map((column) => cell(rows, { ...column, setup }))]);
  const head = ['set-up', ...columns.map(({ framework, route }) => `${framework} ${route}`)];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(rows: readonly Row[], wanted: Pick<Row, 'framework' | 'route' | 'setup'>): string {
  const row = rows.find(({ framework, route, setup }) => framework === wanted.framework && route === wanted.route && setup === wanted.setup);
  if (!row) return '-';
  return row.void ? 'void' : (row.addedUs?.toFixed(0) ?? '-');
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
