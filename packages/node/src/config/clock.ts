/** Milliseconds since the process began; for durations. The one place that reads the clock. */
export const now = (): number => performance.now();

/** Milliseconds since 1970. */
export const unixNow = (): number => Date.now();
