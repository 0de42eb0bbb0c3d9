import type { Batch } from '../otlp/decode.ts';
import type { ReceivedLog, ReceivedMetric, ReceivedSpan } from '../otlp/received.ts';

/** How many of each kind were dropped, oldest first, because the history is bounded. */
export interface Evicted {
  spans: number;
  logs: number;
  metrics: number;
  requests: number;
}

/** What came over the wire, beside the telemetry itself: a test of headers or compression looks here. */
export interface ReceivedRequest {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly encoding: 'protobuf' | 'json';
  readonly compression: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Size of the body, decompressed. */
  readonly bytes: number;
  /** How many spans, logs or metrics it held; undefined when it could not be decoded. */
  readonly items: number | undefined;
  readonly status: number;
}

/** The last `capacity` of each kind. The arrays are the same for the life of the receiver. */
export class History {
  readonly spans: ReceivedSpan[] = [];
  readonly logs: ReceivedLog[] = [];
  readonly metrics: ReceivedMetric[] = [];
  readonly requests: ReceivedRequest[] = [];
  readonly evicted: Evicted = { spans: 0, logs: 0, metrics: 0, requests: 0 };
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(batch: Batch): void {
    this.#keep('spans', this.spans, batch.spans);
    this.#keep('logs', this.logs, batch.logs);
    this.#keep('metrics', this.metrics, batch.metrics);
  }

  addRequest(request: ReceivedRequest): void {
    this.#keep('requests', this.requests, [request]);
  }

  clear(): void {
    for (const list of [this.spans, this.logs, this.metrics, this.requests]) list.length = 0;
  }

  #keep<T>(kind: keyof Evicted, list: T[], added: readonly T[]): void {
    for (const item of added) list.push(item);
    const excess = list.length - this.#capacity;
    if (excess <= 0) return;
    list.splice(0, excess);
    this.evicted[kind] += excess;
  }
}
