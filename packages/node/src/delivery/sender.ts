import { gzipSync } from 'node:zlib';
import { now } from '../config/clock.ts';
import type { Parcel, Receipt, SenderSettings, Signal } from './message.ts';
import type { Attempt } from './post.ts';
import { rejectedItems } from './rejected-items.ts';
import { wayOf, type Way } from './way.ts';

type Tell = (receipt: Receipt) => void;

/** Of zlib's output, bytes: more than Node's pool of small buffers has, so that each chunk is memory of its own. */
const MIN_CHUNK = 96 * 1024;
/** First pause between attempts, its growth and its most, ms, as the stock exporters have them. */
const BACKOFF = { first: 1000, factor: 1.5, most: 5000, jitter: 0.2 };

/**
 * Sends encoded requests. Ours, because an ending process has to know at once that nobody is there (the stock exporters tell
 * after ten seconds of retries), and because of what is refused in part.
 */
export class Sender {
  readonly #ways: Readonly<Record<Signal, Way | undefined>>;
  /** Parcels that wait for another attempt; each is woken to give up. Bounded by what the main thread lets through. */
  readonly #waiting = new Set<() => void>();
  #newest = -1;
  /** Parcels up to this one are in a hurry: they get no further attempt. */
  #hurried = -1;

  constructor(settings: SenderSettings) {
    this.#ways = { traces: wayOf('traces', settings), metrics: wayOf('metrics', settings), logs: wayOf('logs', settings) };
  }

  /** Tries until it is taken, refused for good, or its time is over; the last receipt is the one without `again`. */
  async send({ id, signal, bytes }: Parcel, tell: Tell): Promise<void> {
    this.#newest = id;
    const way = this.#ways[signal];
    if (way === undefined) return tell({ id, error: 'it is not exported' });
    const body = way.gzip ? compressed(bytes) : bytes;
    const deadline = now() + way.timeout;
    for (let pause = BACKOFF.first; ; pause *= BACKOFF.factor) {
      const attempt = await way.post(body, Math.max(1, deadline - now()));
      const receipt = receiptOf(id, signal, way.protocol, attempt);
      const wait = waitBefore(attempt, pause);
      if (attempt.taken && attempt.left === true) release(body);
      if (wait === undefined || now() + wait > deadline || id <= this.#hurried) return tell(receipt);
      tell({ ...receipt, again: true });
      if (!(await this.#pause(wait))) return tell(receipt);
    }
  }

  /** Gives up all that waits for another attempt; what is under way has its last. */
  hurry(): void {
    this.#hurried = this.#newest;
    for (const giveUp of this.#waiting) giveUp();
  }

  /** True after the pause, false when it was cut short. */
  #pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (waited: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(giveUp);
        resolve(waited);
      };
      const giveUp = (): void => end(false);
      // Never what keeps a process alive: a thread of its own lives by its port.
      const timer = setTimeout(() => end(true), ms).unref();
      this.#waiting.add(giveUp);
    });
  }
}

/**
 * A larger table (`memLevel`) takes 9 % less time; a window of 8 kB, which fits a busy core's cache, 4 % on an idle machine and
 * 33 % on a busy one, for 1 % more bytes. Spans resemble their neighbours, so a farther look back finds little.
 */
function compressed(bytes: Uint8Array): Uint8Array {
  // Spans come down to a sixth. What fits one chunk is not copied together.
  const chunkSize = Math.max(MIN_CHUNK, bytes.length >>> 2);
  const body = gzipSync(bytes, { level: 1, memLevel: 9, windowBits: 13, chunkSize });
  release(bytes);
  return body;
}

/**
 * Gives memory back at once: a thread that does so little else seldom collects, and by then its allocator holds what was left lying
 * (25 MB more after 1500 batches, measured). Nobody may read the bytes any more; what lies in Node's pool, which others share, stays.
 */
function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

/** How long to wait before the next attempt; undefined when there is to be none. */
function waitBefore(attempt: Attempt, pause: number): number | undefined {
  if (attempt.taken || !attempt.retry) return undefined;
  if (attempt.after !== undefined) return attempt.after;
  return Math.min(pause, BACKOFF.most) * (1 + (Math.random() * 2 - 1) * BACKOFF.jitter);
}

function receiptOf(id: number, signal: Signal, protocol: Way['protocol'], attempt: Attempt): Receipt {
  if (!attempt.taken) return { id, error: attempt.error };
  const rejected = rejectedItems(signal, protocol, attempt.body);
  return rejected === 0 ? { id } : { id, rejected };
}
