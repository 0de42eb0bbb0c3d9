import { randomFillSync } from 'node:crypto';

const SIZE = 4096;

/** Random 32-bit words from the system's generator, drawn 4096 at a time: one call for some 700 spans. */
export class RandomWords {
  readonly #words: Int32Array = new Int32Array(SIZE);
  #at = SIZE;

  next(): number {
    if (this.#at === SIZE) {
      randomFillSync(this.#words);
      this.#at = 0;
    }
    return this.#words[this.#at++] as number;
  }
}

/** A word as eight hexadecimal digits. */
export function hexWord(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** Eight lower-case hexadecimal digits as a word; undefined when they are not. */
export function parseHexWord(digits: string, at: number): number | undefined {
  let word = 0;
  for (let i = at; i < at + 8; i++) {
    const code = digits.charCodeAt(i);
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
    if (digit < 0) return undefined;
    word = (word << 4) | digit;
  }
  return word;
}
