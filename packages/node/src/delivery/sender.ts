import { gzipSync } from 'node:zlib';
import { ProtobufLogsSerializer, ProtobufMetricsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { now } from '../config/clock.ts';
import type { Parcel, Receipt, SenderSettings, Signal } from './message.ts';
import { post, type Attempt } from './post.ts';
import { wayOf, type Way } from './way.ts';

type Tell = (receipt: Receipt) => void;

/** First pause between attempts, its growth and its most, ms, as the stock exporters have them. */
const BACKOFF = { first: 1000, factor: 1.5, most: 5000, jitter: 0.2 };

/**
 * Sends encoded requests. What the specification's variables say (endpoints, headers, compression, certificates,
 * time-outs) is read by the exporter library; the sending is ours, because an ending process has to know at once that
 * nobody is there (the library tells after ten seconds of retries), and because of what is refused in part.
 */
export class Sender {
  readonly #ways: Readonly<Record<Signal, Way>>;
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
    const { target: found, timeout } = this.#ways[signal];
    const target = await found;
    const body = target.gzip ? compressed(bytes) : bytes;
    const deadline = now() + timeout;
    for (let pause = BACKOFF.first; ; pause *= BACKOFF.factor) {
      const attempt = await post(target, body, Math.max(1, deadline - now()));
      const wait = waitBefore(attempt, pause);
      if (wait === undefined || now() + wait > deadline || id <= this.#hurried) return tell(receiptOf(id, signal, attempt));
      tell({ ...receiptOf(id, signal, attempt), again: true });
      if (!(await this.#pause(wait))) return tell(receiptOf(id, signal, attempt));
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
 * Gives the batch's memory back at once: a batch is large, and a thread that does so little else seldom collects. Some 9 % of
 * the time goes by a larger table of zlib's (`memLevel`).
 */
function compressed(bytes: Uint8Array): Uint8Array {
  const body = gzipSync(bytes, { level: 1, memLevel: 9, chunkSize: 64 * 1024 });
  (bytes.buffer as ArrayBuffer).transfer(0);
  return body;
}

/** How long to wait before the next attempt; undefined when there is to be none. */
function waitBefore(attempt: Attempt, pause: number): number | undefined {
  if (attempt.taken || !attempt.retry) return undefined;
  if (attempt.after !== undefined) return attempt.after;
  return Math.min(pause, BACKOFF.most) * (1 + (Math.random() * 2 - 1) * BACKOFF.jitter);
}

function receiptOf(id: number, signal: Signal, attempt: Attempt): Receipt {
  if (!attempt.taken) return { id, error: attempt.error };
  const rejected = rejectedItems(signal, attempt.body);
  return rejected === 0 ? { id } : { id, rejected };
}

/** OTLP's partial success: the request was taken, some of its items were not. An answer that cannot be read says nothing. */
function rejectedItems(signal: Signal, body: Uint8Array): number {
  try {
    if (signal === 'traces') return ProtobufTraceSerializer.deserializeResponse(body).partialSuccess?.rejectedSpans ?? 0;
    if (signal === 'logs') return ProtobufLogsSerializer.deserializeResponse(body).partialSuccess?.rejectedLogRecords ?? 0;
    return (ProtobufMetricsSerializer.deserializeResponse(body).partialSuccess?.rejectedDataPoints ?? 0) > 0 ? 1 : 0;
  } catch {
    return 0;
  }
}
