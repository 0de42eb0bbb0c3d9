import { paired } from './statistics.ts';

/** One piece of work that is timed by itself. */
export interface Part {
  name: string;
  /** How often a plain request does it; 0 for what is shown but belongs to no plain request. */
  perRequest: number;
  /** How many of what is counted one run does; default 1. */
  items?: number;
  run(): unknown;
  /** What `run` must do first, but is not what is timed: it is timed too, and taken off. */
  less?: () => unknown;
  /** Makes ready for a stretch of runs; answers what takes it back. */
  enter?(): () => void;
}

/** Nanoseconds of one item in each round, without what the loop itself takes. */
export type Timings = ReadonlyMap<Part, readonly number[]>;

export interface ClockPlan {
  rounds: number;
  /** Of one stretch; long enough for the clock's own steps not to matter, and for garbage to be collected within. */
  stretchMs: number;
  warmMs: number;
}

const EMPTY: Part = { name: 'the loop', perRequest: 0, run: () => undefined };

/** What came last: results that nobody takes are work that a compiler may leave out. */
let kept: unknown;
export const lastResult = (): unknown => kept;

/** Times all parts, in rounds that visit each once, so that what disturbs the machine disturbs all alike. */
export function timeParts(parts: readonly Part[], { rounds, stretchMs, warmMs }: ClockPlan): Timings {
  const bases = new Map(parts.map((part) => [part, part.less === undefined ? EMPTY : { ...part, run: part.less }] as const));
  const all = [...new Set([...bases.values(), ...parts])];
  const runs = new Map(all.map((part) => [part, runsIn(part, warmMs, stretchMs)] as const));
  const times = new Map<Part, number[]>(all.map((part) => [part, []]));
  for (let round = 0; round < rounds; round++) {
    for (const part of all) times.get(part)!.push(stretch(part, runs.get(part)!));
  }
  const without = (part: Part): number[] => paired(times.get(part)!, times.get(bases.get(part)!)!, (ns, base) => (ns - base) / (part.items ?? 1));
  return new Map(parts.map((part) => [part, without(part)]));
}

/** Warms a part up, and finds out how many runs of it take as long as a stretch should. */
function runsIn(part: Part, warmMs: number, stretchMs: number): number {
  let runs = 1;
  const end = performance.now() + warmMs;
  for (;;) {
    const ms = (stretch(part, runs) * runs) / 1e6;
    if (ms < stretchMs / 2) runs *= 2;
    else if (performance.now() > end) return Math.ceil((runs * stretchMs) / ms);
  }
}

/** Nanoseconds of one run. */
function stretch(part: Part, runs: number): number {
  const leave = part.enter?.();
  const start = process.hrtime.bigint();
  for (let run = 0; run < runs; run++) kept = part.run();
  const ns = Number(process.hrtime.bigint() - start);
  leave?.();
  return ns / runs;
}
