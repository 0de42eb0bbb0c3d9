import { now } from '../../config/clock.ts';

const TWO_32 = 4294967296;

/**
 * Nanoseconds since 1970 for readings of the monotonic clock, as two halves of 32 bits: 64 do not fit a number, and BigInts
 * cost more than the rest of a span.
 */
export class UnixClock {
  #high = 0;
  #low = 0;

  constructor() {
    this.sync();
  }

  /** Follows the wall clock, which a time server may have moved. Called once a batch. */
  sync(): void {
    const base = BigInt(Date.now()) * 1_000_000n - BigInt(Math.round(now() * 1e6));
    this.#high = Number(base >> 32n);
    this.#low = Number(base & 0xffffffffn);
  }

  /** The lower half for a reading in milliseconds. */
  low(reading: number): number {
    return (this.#low + reading * 1e6) % TWO_32 | 0;
  }

  high(reading: number): number {
    return this.#high + Math.floor((this.#low + reading * 1e6) / TWO_32);
  }
}
