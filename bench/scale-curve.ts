import type { Series } from './scale-series.ts';
import { paired, spread, type Spread } from './statistics.ts';
import { straightLine, type StraightLine } from './straight-line.ts';

/** One size of a series: CPU microseconds a request in each round, of the bare server and of the one with Vigil. */
export interface Sized {
  size: number;
  bareUs: number[];
  vigilUs: number[];
  /** Why its figures do not count: what was lost. */
  lost?: string;
}

/** How the cost grows on one framework. */
export interface Curve {
  series: Series;
  framework: string;
  points: CurvePoint[];
  /** Through the medians that count; null when fewer than three do. */
  line: StraightLine | null;
}

/** Figures are null where something was lost. */
export interface CurvePoint {
  size: number;
  bareUs: Spread | null;
  /** Difference of the two servers in the same round. */
  addedUs: Spread | null;
  lost?: string;
}

/** The curve of one series on one framework, from all its launches. */
export function curveOf(series: Series, framework: string, launches: readonly (readonly Sized[])[]): Curve {
  const points = series.sizes.map(({ size }) => pointOf(launches.flat().filter((one) => one.size === size)));
  const counting = points.flatMap(({ size, addedUs }) => (addedUs === null ? [] : [{ x: size, y: addedUs.median }]));
  return { series, framework, points, line: counting.length < 3 ? null : straightLine(counting) };
}

function pointOf(launches: readonly Sized[]): CurvePoint {
  const { size } = launches[0]!;
  const lost = launches.find((launch) => launch.lost !== undefined)?.lost;
  if (lost !== undefined) return { size, bareUs: null, addedUs: null, lost };
  const bareUs = launches.flatMap((launch) => launch.bareUs);
  const vigilUs = launches.flatMap((launch) => launch.vigilUs);
  return { size, bareUs: spread(bareUs), addedUs: spread(paired(vigilUs, bareUs, (own, bare) => own - bare)) };
}

/** The point that is farthest from the line, µs: a curve that bends has one far away. */
export function farthest({ line }: Curve): number | null {
  return line && Math.max(...line.residuals.map(Math.abs));
}
