import { quantile } from './statistics.ts';
import { straightLine } from './straight-line.ts';

/** What a server was at one moment under load; memory in bytes. */
export interface Sample {
  seconds: number;
  rss: number;
  oldSpace: number;
  external: number;
  arrayBuffers: number;
  /** How late the event loop was since the sample before: on average, and at worst but for one in a hundred. */
  delayMs: number;
  delayP99Ms: number;
}

export type Measure = Exclude<keyof Sample, 'seconds'>;

/** How one measure changed over the time that counts. */
export interface Growth {
  measure: Measure;
  unit: 'MB' | 'ms';
  first: number;
  last: number;
  median: number;
  perHour: number;
  /** Standard error of the growth. */
  error: number;
  verdict: 'flat' | 'grows' | typeof TOO_SHORT;
}

/**
 * While the heap finds its size, everything grows: V8 lets the young generation grow in steps (resident 157, 188, 245 MB, the last
 * one after 160 s of full load), and a step looks like a slope. So the first minutes do not count.
 */
const WARM_SECONDS = 180;
const MB = 1e6;
/** Growth that is called so, an hour: 20 MB are a third of a byte for each of 17 000 requests a second. */
const LIMITS = { MB: 20, ms: 1 };
/** Of fewer samples no error can be known. */
const FEWEST = 12;
/** An error so many times as large as the limit could hide what is looked for. */
const BLIND = 5;

const TOO_SHORT = 'too short to tell';

const measures: readonly Measure[] = ['rss', 'oldSpace', 'external', 'arrayBuffers', 'delayMs', 'delayP99Ms'];

export function growthsOf(samples: readonly Sample[]): Growth[] {
  const counting = samples.filter(({ seconds }) => seconds >= WARM_SECONDS);
  return measures.map((measure) => growthOf(measure, counting));
}

function growthOf(measure: Measure, samples: readonly Sample[]): Growth {
  const unit = measure.startsWith('delay') ? 'ms' : 'MB';
  const points = samples.map((sample) => ({ x: sample.seconds / 3600, y: sample[measure] / (unit === 'MB' ? MB : 1) }));
  const values = points.map(({ y }) => y);
  const { slope: perHour, slopeError, residuals } = straightLine(points);
  const error = slopeError * inflation(residuals);
  const ends = { first: values[0] ?? NaN, last: values.at(-1) ?? NaN, median: quantile(values, 0.5) };
  return { measure, unit, ...ends, perHour, error, verdict: values.length < FEWEST ? TOO_SHORT : verdictOf(perHour, error, LIMITS[unit]) };
}

/** It grows when even the low end of what is likely (two standard errors) is above the limit. */
export function verdictOf(perHour: number, error: number, limit: number): Growth['verdict'] {
  if (perHour - 2 * error > limit) return 'grows';
  return 2 * error <= BLIND * limit ? 'flat' : TOO_SHORT;
}

/**
 * Memory is much the same ten seconds later, so that many samples tell no more than a few that were independent. The usual
 * factor for neighbours that are alike (an autoregressive process of first order).
 */
export function inflation(residuals: readonly number[]): number {
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const neighbours = residuals.slice(1).reduce((sum, residual, at) => sum + residual * residuals[at]!, 0);
  const alike = squares === 0 ? 0 : Math.min(0.99, Math.max(0, neighbours / squares));
  return Math.sqrt((1 + alike) / (1 - alike));
}
