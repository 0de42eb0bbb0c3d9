import { randomFillSync } from 'node:crypto';

/** Made at a time: one call to the system's generator. */
const COUNT = 128;
const BYTES = 16;
const LENGTH = 36;
const DASH = 45;
const DIGITS = Buffer.from('0123456789abcdef');

/**
 * Random UUIDs (RFC 9562, version 4), each cut from a block of text. `crypto.randomUUID` puts its text together from twenty
 * pieces, which whoever reads it first has to join: the two come to twice as much (290 ns against 170, measured alone).
 */
export class Uuids {
  readonly #random: Uint8Array = new Uint8Array(COUNT * BYTES);
  readonly #text: Buffer = Buffer.alloc(COUNT * LENGTH);
  #at = this.#text.length;

  next(): string {
    if (this.#at === this.#text.length) this.#refill();
    const from = this.#at;
    this.#at = from + LENGTH;
    return this.#text.toString('latin1', from, this.#at);
  }

  #refill(): void {
    randomFillSync(this.#random);
    for (let i = 0; i < COUNT; i++) this.#write(i * BYTES, i * LENGTH);
    this.#at = 0;
  }

  #write(from: number, to: number): void {
    let next = to;
    for (let i = 0; i < BYTES; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) this.#text[next++] = DASH;
      const byte = marked(this.#random[from + i] as number, i);
      this.#text[next++] = DIGITS[byte >> 4] as number;
      this.#text[next++] = DIGITS[byte & 15] as number;
    }
  }
}

/** Byte 6 holds the version, byte 8 the variant. */
function marked(byte: number, at: number): number {
  if (at === 6) return (byte & 0x0f) | 0x40;
  return at === 8 ? (byte & 0x3f) | 0x80 : byte;
}
