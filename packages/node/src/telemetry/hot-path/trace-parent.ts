import type { SpanIds } from './span-encoder.ts';

const DIGITS = Buffer.from('0123456789abcdef');
/** One text that is written over for each call; what leaves is a copy. */
const TEXT: Buffer = Buffer.from(`00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`);
const FLAG = TEXT.length - 1;

/** The header `traceparent` of a call (W3C Trace Context, section 3.2). */
export function traceParent({ t0, t1, t2, t3, s0, s1 }: SpanIds, sampled: boolean): string {
  putDigits(3, t0);
  putDigits(11, t1);
  putDigits(19, t2);
  putDigits(27, t3);
  putDigits(36, s0);
  putDigits(44, s1);
  TEXT[FLAG] = DIGITS[sampled ? 1 : 0] as number;
  return TEXT.toString('latin1');
}

function putDigits(at: number, word: number): void {
  for (let i = 0; i < 8; i++) TEXT[at + i] = DIGITS[(word >>> (28 - 4 * i)) & 15] as number;
}
