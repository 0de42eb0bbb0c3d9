/** How long `--scale` measures. */
export interface ScalePlan {
  launches: number;
  /** Per launch, size and server. */
  rounds: number;
  sliceSeconds: number;
  /** For each size, before the first slice that counts. */
  warmSeconds: number;
  metricsEveryMs: number;
}

/** Some eight minutes. */
export const fullScale: ScalePlan = { launches: 2, rounds: 3, sliceSeconds: 0.5, warmSeconds: 0.5, metricsEveryMs: 5000 };
/** Every step is taken, the figures are rough. */
export const quickScale: ScalePlan = { launches: 1, rounds: 1, sliceSeconds: 0.2, warmSeconds: 0.2, metricsEveryMs: 1000 };
