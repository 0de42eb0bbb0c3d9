import type { ReadWriteLogRecord, ReadableLogRecord, LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Batch } from '../delivery/batch.ts';

const SAMPLED = 1;

/** The last span processor: what is sampled goes into the batch. */
export class SpanBatchProcessor implements SpanProcessor {
  readonly #batch: Batch<ReadableSpan>;

  constructor(batch: Batch<ReadableSpan>) {
    this.#batch = batch;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & SAMPLED) !== 0) this.#batch.add(span);
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
