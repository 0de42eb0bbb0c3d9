import type { Part, Timings } from './parts-clock.ts';
import { spread } from './statistics.ts';

const COLUMNS = ['ns each', 'quartiles', 'a request', 'ns a request'];

/** The parts of a request with their sum, the whole path beside it, and then what belongs to no plain request. */
export function partsTable(timings: Timings, whole: Part): string {
  const others = [...timings.keys()].filter((part) => part.perRequest === 0 && part !== whole);
  const parts = [...timings.keys()].filter(({ perRequest }) => perRequest > 0);
  const sum = parts.reduce((all, part) => all + ofRequest(part, timings), 0);
  const inOneGo = median(whole, timings);
  return aligned([
    ['part of a request', ...COLUMNS],
    ...parts.map((part) => row(part, timings)),
    ['sum of the parts', '', '', '', figure(sum)],
    [whole.name, ...each(whole, timings), '1', figure(inOneGo)],
    ['the sum is', '', '', '', `${Math.round((sum / inOneGo) * 100)} %`],
    [],
    ['beside it', ...COLUMNS.slice(0, 2)],
    ...others.map((part) => [part.name, ...each(part, timings)]),
  ]);
}

function row(part: Part, timings: Timings): string[] {
  return [part.name, ...each(part, timings), String(part.perRequest), figure(ofRequest(part, timings))];
}

function each(part: Part, timings: Timings): [string, string] {
  const { q1, median: middle, q3 } = spread(timings.get(part)!);
  return [figure(middle), `${figure(q1)}..${figure(q3)}`];
}

function ofRequest(part: Part, timings: Timings): number {
  return part.perRequest * median(part, timings);
}

function median(part: Part, timings: Timings): number {
  return spread(timings.get(part)!).median;
}

const figure = (ns: number): string => (Math.abs(ns) < 10 ? ns.toFixed(1) : ns.toFixed(0));

/** Names to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  ').trimEnd()).join('\n');
}
