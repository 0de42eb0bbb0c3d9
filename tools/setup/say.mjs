import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One line about what the tools do. On stderr, so that a command's own output can be piped. */
export function say(line) {
  process.stderr.write(`vigil  ${line}\n`);
}

/** `1.4 s`, `2 min 3 s`: as a person reads a time. */
export function seconds(since) {
  const total = (performance.now() - since) / 1000;
  return total < 60 ? `${total.toFixed(1)} s` : `${Math.floor(total / 60)} min ${Math.round(total % 60)} s`;
}
