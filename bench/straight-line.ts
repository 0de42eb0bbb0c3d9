/** The straight line that is nearest to some points, by least squares. */
export interface StraightLine {
  slope: number;
  intercept: number;
  /** Standard error of the slope, for points that miss the line independently of each other. */
  slopeError: number;
  /** Share of the points' variance that the line explains; near 0 also for points on a level line. */
  r2: number;
  residuals: number[];
}

export interface XY {
  x: number;
  y: number;
}

/** Needs three points with at least two different x; NaN otherwise. */
export function straightLine(points: readonly XY[]): StraightLine {
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const sxx = sum(points.map(({ x }) => (x - meanX) ** 2));
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / sxx;
  const intercept = meanY - slope * meanX;
  const residuals = points.map(({ x, y }) => y - intercept - slope * x);
  const missed = sum(residuals.map((residual) => residual ** 2));
  return {
    slope, intercept, residuals,
    slopeError: points.length < 3 ? NaN : Math.sqrt(missed / (points.length - 2) / sxx),
    r2: 1 - missed / sum(points.map(({ y }) => (y - meanY) ** 2)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
