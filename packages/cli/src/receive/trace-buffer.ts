import type { ReceivedLog, ReceivedSpan } from '../otlp/received.ts';
import { traceTree } from '../view/trace-tree.ts';

/** A trace that is shown now, or log lines that belong to none. */
export interface Finished {
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
}

interface Growing {
  readonly spans: ReceivedSpan[];
  readonly logs: ReceivedLog[];
  touched: number;
}

/** After this long without news a trace is shown when it hangs together, else after `patience`: another service may send later. */
const quiet = 1500;
const patience = 6000;

/** Holds traces while they arrive in pieces. No message says that a trace is over: silence does. Times are milliseconds. */
export class TraceBuffer {
  readonly #growing = new Map<string, Growing>();
  readonly #capacity: number;
  #overflow: Finished[] = [];

  constructor(capacity = 1000) {
    this.#capacity = capacity;
  }

  add(spans: readonly ReceivedSpan[], logs: readonly ReceivedLog[], now: number): void {
    for (const span of spans) this.#touch(span.traceId, now).spans.push(span);
    for (const log of logs) this.#touch(log.traceId, now).logs.push(log);
  }

  /** What is finished by now, and is forgotten with that. */
  take(now: number): Finished[] {
    const finished = this.#overflow;
    this.#overflow = [];
    for (const [traceId, trace] of this.#growing) {
      if (now - trace.touched < waitFor(traceId, trace)) continue;
      this.#growing.delete(traceId);
      finished.push(trace);
    }
    return finished;
  }

  /** Everything, finished or not. */
  takeAll(): Finished[] {
    return this.take(Infinity);
  }

  #touch(traceId: string, now: number): Growing {
    let trace = this.#growing.get(traceId);
    if (!trace) {
      trace = { spans: [], logs: [], touched: now };
      this.#makeRoom();
      this.#growing.set(traceId, trace);
    }
    trace.touched = now;
    return trace;
  }

  // The oldest is shown unfinished rather than lost.
  #makeRoom(): void {
    if (this.#growing.size < this.#capacity) return;
    const [traceId, trace] = this.#growing.entries().next().value as [string, Growing];
    this.#growing.delete(traceId);
    this.#overflow.push(trace);
  }
}

function waitFor(traceId: string, { spans }: Growing): number {
  if (traceId === '') return 0;
  return spans.length > 0 && traceTree(spans).orphans === 0 ? quiet : patience;
}
