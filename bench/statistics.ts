/** Quantile by linear interpolation between the two nearest values; NaN of nothing. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** A median with its quartiles. */
export interface Spread {
  q1: number;
  median: number;
  q3: number;
}

export function spread(values: readonly number[]): Spread {
  return { q1: quantile(values, 0.25), median: quantile(values, 0.5), q3: quantile(values, 0.75) };
}

/**
 * Combines each value with the base's value of the same round: what disturbed the machine then disturbed both,
 * so the spread of the pairs is smaller than that of the values.
 */
export function paired(values: readonly number[], base: readonly number[], combine: (value: number, base: number) => number): number[] {
  if (values.length !== base.length) throw new Error(`${values.length} rounds cannot be paired with ${base.length}`);
  return values.map((value, round) => combine(value, base[round]!));
}

/** The same things in random order, so that no set-up always runs after the same other one. */
export function shuffled<T>(things: readonly T[]): T[] {
  return things
    .map((thing) => ({ thing, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ thing }) => thing);
}
