/** Three significant digits at most, in the unit that a person would say: 0.42 ms, 48 ms, 1.2 s. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-';
  const ms = seconds * 1000;
  if (Math.abs(ms) >= 999.5) return `${seconds.toFixed(Math.abs(seconds) < 10 ? 2 : 1)} s`;
  const digits = Math.abs(ms) < 9.95 ? (Math.abs(ms) < 0.995 ? 2 : 1) : 0;
  return `${ms.toFixed(digits)} ms`;
}

export function secondsBetween(start: bigint, end: bigint): number {
  return Number(end - start) / 1e9;
}
