import { writeSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';

export type Level = 'error' | 'warn' | 'info' | 'debug';
export type Say = (level: Level, line: string) => void;

const LEVELS: readonly Settings['logLevel'][] = ['none', 'error', 'warn', 'info', 'debug'];
const STDERR = 2;
/** Names and reasons that others chose stand in these lines, characters. */
const MAX_LINE = 2000;

/** Vigil's own voice: single lines on stderr, down to `least`. */
export function sayOn(least: Settings['logLevel']): Say {
  return (level, line) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(least)) return;
    try {
      // Written at once: `process.stderr` would emit `error` into the application when nobody reads the pipe.
      writeSync(STDERR, `vigil: ${oneLine(line)}\n`);
    } catch {
      // A closed or full stderr is no reason to disturb anybody.
    }
  };
}

/** Whoever names a service or answers for a collector writes no lines of ours, and does not steer the terminal. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return plain.length > MAX_LINE ? `${plain.slice(0, MAX_LINE)}…` : plain;
}
