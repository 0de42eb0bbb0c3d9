import type { Delivering, Settled } from '../../delivery/delivery.ts';
import type { Ledger } from '../../delivery/ledger.ts';
import { putLength, varint } from './protobuf.ts';
import { LONGEST_SPAN } from './span-encoder.ts';
import { UnixClock } from './unix-clock.ts';

/** A span that can write itself. */
export interface HotRecord {
  /** Writes the span's fields and answers the position behind them, or the one it was given when it cannot. */
  encode(to: Uint8Array, at: number, clock: UnixClock): number;
}

export interface HotBatchOptions {
  /** The encoded `resource` of a `ResourceSpans` and `scope` of a `ScopeSpans`, with their tags. */
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
  readonly delivery: Delivering;
  readonly ledger: Pick<Ledger, 'settle'>;
  /** Spans on their way; more are dropped and counted. */
  readonly capacity: number;
  readonly size: number;
  /** Longest wait of a span, ms. */
  readonly delay: number;
}

/** What a length of two bytes can say; a hostile URL in three-byte characters is longer. */
const LONGEST_LENGTH = 16_383;
/** Room for some 2000 ordinary spans, and for one of any length at the end. */
const ROOM = 768 * 1024;

/**
 * Spans, encoded at their end straight into the request that will be sent. Nothing of a span outlives its request:
 * no queue of objects to be promoted and collected, no second pass over them.
 */
export class HotBatch {
  readonly #options: HotBatchOptions;
  readonly clock: UnixClock = new UnixClock();
  readonly #headRoom: number;
  #buffer: Uint8Array;
  #at: number;
  #count = 0;
  #onTheirWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HotBatchOptions) {
    this.#options = options;
    // The head is written last, when the lengths are known, right before the first span.
    this.#headRoom = options.resource.length + options.scope.length + 32;
    this.#buffer = this.#newBuffer();
    this.#at = this.#headRoom;
  }

  /** False when the span cannot be written here: it is too long, or not of the kind that can. */
  add(record: HotRecord): boolean {
    const { capacity, size, delay, ledger } = this.#options;
    if (this.#count + this.#onTheirWay >= capacity) {
      ledger.settle('traces', 1, 'the queue is full');
      return true;
    }
    const begin = this.#at + 3;
    const next = record.encode(this.#buffer, begin, this.clock);
    if (next === begin || next - begin > LONGEST_LENGTH) return false;
    this.#buffer[this.#at] = 0x12;
    putLength(this.#buffer, this.#at + 1, next - begin);
    this.#at = next;
    this.#count++;
    if (this.#count >= size || this.#at > this.#headRoom + ROOM) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), delay).unref();
    return true;
  }

  /** Hands over what is written; done when it returns. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.clock.sync();
    if (this.#count === 0) return;
    const request = this.#request();
    const count = this.#count;
    const settled: Settled = (error, rejected) => {
      this.#onTheirWay -= count;
      this.#options.ledger.settle('traces', count, error, rejected);
    };
    this.#at = this.#headRoom;
    this.#count = 0;
    this.#onTheirWay += count;
    this.#handOver(request, settled, count);
  }

  /** Of a buffer that is hardly filled a copy leaves; any other leaves itself, for copying it would hold the loop up. */
  #handOver(request: Uint8Array, settled: Settled, count: number): void {
    const { delivery } = this.#options;
    if (request.length < ROOM / 4) return delivery.send('traces', request, settled, count);
    this.#buffer = this.#newBuffer();
    delivery.give('traces', request, settled, count);
  }

  /** Not zeroed: what is not written is not sent. */
  #newBuffer(): Uint8Array {
    return Buffer.allocUnsafeSlow(this.#headRoom + ROOM + LONGEST_SPAN);
  }

  /** `ExportTraceServiceRequest { resource_spans: { resource, scope_spans: { scope, spans... } } }` */
  #request(): Uint8Array {
    const { resource, scope } = this.#options;
    const spans = this.#at - this.#headRoom;
    const scopeSpans = scope.length + spans;
    const scopeHead = Buffer.concat([Uint8Array.of(0x12), varint(scopeSpans), scope]);
    const resourceSpans = resource.length + scopeHead.length + spans;
    const head = Buffer.concat([Uint8Array.of(0x0a), varint(resourceSpans), resource, scopeHead]);
    const start = this.#headRoom - head.length;
    this.#buffer.set(head, start);
    return this.#buffer.subarray(start, this.#at);
  }
}
