/** How long a run measures. */
export interface Plan {
  /** Servers are started anew so many times: two launches of the very same application differ by several microseconds. */
  launches: number;
  /** Slices per launch, set-up and route. */
  rounds: { saturated: number; paced: number };
  sliceSeconds: number;
  /** Before the first slice that counts: the compiler is still at work. */
  warmSeconds: number;
  connections: number;
  /** Requests per second of the paced slices, low enough for the dearest set-up. */
  rate: number;
  metricsEveryMs: number;
}

export const fullPlan: Plan = {
  launches: 3,
  rounds: { saturated: 4, paced: 2 },
  sliceSeconds: 1.2,
  warmSeconds: 3,
  connections: 20,
  rate: 500,
  metricsEveryMs: 5000,
};

/** A smoke check: every step is taken, the figures are rough. */
export const quickPlan: Plan = {
  launches: 1,
  rounds: { saturated: 2, paced: 1 },
  sliceSeconds: 0.4,
  warmSeconds: 0.4,
  connections: 20,
  rate: 500,
  metricsEveryMs: 1000,
};
