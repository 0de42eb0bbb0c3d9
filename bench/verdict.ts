import { BURNT_US, type Limit } from './limits.ts';
import type { Row } from './row.ts';

/** What the guard says of one limit. */
export interface Verdict {
  name: string;
  state: 'within' | 'over' | 'unsteady';
  text: string;
}

/** Whether Vigil's ratio to bare is within its limit, of rows from one run. */
export function verdictOn({ framework, route, ratio: limit, steady }: Limit, rows: readonly Row[]): Verdict {
  const name = `${framework} ${route}`;
  const row = rowFor(rows, framework, route, 'vigil');
  const unsteady = whyUnsteady(rowFor(rows, framework, route, 'bare'), steady);
  if (unsteady) return { name, state: 'unsteady', text: unsteady };
  if (!row || row.ratio === null) return { name, state: 'over', text: `no figure: ${row?.void ?? 'not measured'}` };
  const text = `${row.ratio.toFixed(2)} of bare (${row.cpuUs} us), the limit is ${limit}`;
  return { name, state: row.ratio > limit ? 'over' : 'within', text };
}

/** Whether the limit would be passed by a Vigil that is dearer by so much: a guard that does not see that is no guard. */
export function verdictOnBurning({ framework, route, ratio: limit, steady }: Limit, rows: readonly Row[]): Verdict {
  const name = `${framework} ${route}, with ${BURNT_US} us burnt on purpose`;
  const row = rowFor(rows, framework, route, 'burning');
  const unsteady = whyUnsteady(rowFor(rows, framework, route, 'bare'), steady);
  if (unsteady) return { name, state: 'unsteady', text: unsteady };
  const ratio = row?.ratio ?? NaN;
  const seen = ratio > limit;
  const text = `${ratio.toFixed(2)} of bare, which ${seen ? 'is' : 'must be'} over the limit of ${limit}`;
  return { name, state: seen ? 'within' : 'over', text };
}

function whyUnsteady(bare: Row | undefined, steady: number): string | undefined {
  if (!bare?.spread || bare.cpuUs === null) return undefined;
  const [q1, q3] = bare.spread.cpuUs;
  const share = (q3 - q1) / bare.cpuUs;
  return share > steady ? `bare had quartiles ${q1}..${q3} us, more than ${steady * 100} % of its median apart` : undefined;
}

function rowFor(rows: readonly Row[], framework: string, route: string, setup: string): Row | undefined {
  return rows.find((row) => row.framework === framework && row.route === route && row.setup === setup);
}
