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

export const fullScale: ScalePlan = { launches: 3, rounds: 3, sliceSeconds: 0.6, warmSeconds: 0.6, metricsEveryMs: 5000 };
/** Every step is taken, the figures are rough. */
export const quickScale: ScalePlan = { launches: 1, rounds: 1, sliceSeconds: 0.2, warmSeconds: 0.2, metricsEveryMs: 1000 };
