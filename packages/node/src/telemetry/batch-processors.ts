import type { ReadWriteLogRecord, ReadableLogRecord, LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Batch } from '../delivery/batch.ts';

const SAMPLED = 1;

const LEFT_OUT: unique symbol = Symbol('vigil.left-out') as never;

/** Keeps a span that is still to end from being exported. The application's own processors see it. */
export function leaveOut(span: object): void {
  Object.assign(span, { [LEFT_OUT]: true });
}

/** The last span processor: what is sampled goes into the batch. */
export class SpanBatchProcessor implements SpanProcessor {
  readonly #batch: Pick<Batch<ReadableSpan>, 'add' | 'flush'>;

  constructor(batch: Pick<Batch<ReadableSpan>, 'add' | 'flush'>) {
    this.#batch = batch;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & SAMPLED) !== 0 && !(LEFT_OUT in span)) this.#batch.add(span);
  }

  async forceFlush(): Promise<void> {
    this.#batch.flush();
  }

  async shutdown(): Promise<void> {
    this.#batch.flush();
  }
}

/** The last log processor. Records are not sampled: they go out also when their trace does not. */
export class LogBatchProcessor implements LogRecordProcessor {
  readonly #batch: Batch<ReadableLogRecord>;

  constructor(batch: Batch<ReadableLogRecord>) {
    this.#batch = batch;
  }

  onEmit(record: ReadWriteLogRecord): void {
    this.#batch.add(record);
  }

  async forceFlush(): Promise<void> {
    this.#batch.flush();
  }

  async shutdown(): Promise<void> {
    this.#batch.flush();
  }
}
