/** How long a run measures. */
export interface Plan {
  /** Servers are started anew so many times: two launches of the very same application differ by several microseconds. */
  launches: number;
  /** Slices per launch, set-up and route. */
  rounds: Rounds;
  /** The dear set-ups take part in the first launches and rounds only. */
  dear: { launches: number; rounds: Rounds };
  sliceSeconds: number;
  pacedSeconds: number;
  /** Before the first slice that counts: the compiler is still at work, most of all on a server's first route. */
  warmSeconds: { first: number; later: number };
  connections: number;
  /** Requests per second of the paced slices, low enough for the dearest set-up. */
  rate: number;
  metricsEveryMs: number;
  /** Starts of their own for each set-up, framework and kind of module, of which the CPU is taken. */
  starts: number;
}

export interface Rounds {
  saturated: number;
  paced: number;
}

export const fullPlan: Plan = {
  launches: 3,
  rounds: { saturated: 4, paced: 1 },
  dear: { launches: 1, rounds: { saturated: 2, paced: 1 } },
  sliceSeconds: 0.8,
  pacedSeconds: 1,
  warmSeconds: { first: 3, later: 1 },
  connections: 20,
  rate: 500,
  metricsEveryMs: 5000,
  starts: 2,
};

/** What the guard takes: rough figures, but ratios that are steady enough to see a regression. */
export const quickPlan: Plan = {
  launches: 1,
  rounds: { saturated: 5, paced: 0 },
  dear: { launches: 1, rounds: { saturated: 5, paced: 0 } },
  sliceSeconds: 0.3,
  pacedSeconds: 0,
  warmSeconds: { first: 1, later: 1 },
  connections: 20,
  rate: 500,
  metricsEveryMs: 1000,
  starts: 0,
};
