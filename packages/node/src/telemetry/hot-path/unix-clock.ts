import { now } from '../../config/clock.ts';
import { putFixed32 } from './protobuf.ts';

const TWO_32 = 4294967296;
/** A drift of the two clocks that is followed, ms. Below it steadiness is worth more: a child must not begin before its parent. */
const TOLERANCE = 50;

/**
 * Time since 1970 for readings of the monotonic clock. Nanoseconds come as two halves of 32 bits: 64 do not fit a number, and
 * BigInts cost more than the rest of a span.
 */
export class UnixClock {
  readonly #origin: number;
  /** What lies between the wall clock and the monotonic one, ms: a time server or a sleeping machine moves them apart. */
  #offset = 0;
  #high = 0;
  #low = 0;

  constructor(origin: number = performance.timeOrigin) {
    this.#origin = origin;
    this.#setBase();
  }

  /** Follows the wall clock when it has moved. Called once a batch. */
  sync(wall: number = Date.now()): void {
    const offset = wall - this.#origin - now();
    if (Math.abs(offset - this.#offset) < TOLERANCE) return;
    this.#offset = offset;
    this.#setBase();
  }

  /** Milliseconds since 1970 for a reading, as the SDK takes them. */
  unix(reading: number): number {
    return this.#origin + this.#offset + reading;
  }

  /** Writes a `fixed64` of nanoseconds since 1970; answers the next position. */
  put(to: Uint8Array, at: number, reading: number): number {
    const time = this.#low + reading * 1e6;
    // A division and a floor: the remainder of doubles this large is worked out digit by digit.
    const carry = Math.floor(time / TWO_32);
    return putFixed32(to, putFixed32(to, at, (time - carry * TWO_32) | 0), this.#high + carry);
  }

  #setBase(): void {
    const base = BigInt(Math.round((this.#origin + this.#offset) * 1e3)) * 1000n;
    this.#high = Number(base >> 32n);
    this.#low = Number(base & 0xffffffffn);
  }
}
