import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace';

/**
 * The SDK's generator, except that a span which began on the hot path keeps its ids when it becomes one of the SDK's. Set
 * just before that span is started, and taken at once.
 */
export class HotIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #traceId: string | undefined;
  #spanId: string | undefined;

  setNext(traceId: string, spanId: string): void {
    this.#traceId = traceId;
    this.#spanId = spanId;
  }

  generateTraceId(): string {
    const id = this.#traceId ?? this.#random.generateTraceId();
    this.#traceId = undefined;
    return id;
  }

  generateSpanId(): string {
    const id = this.#spanId ?? this.#random.generateSpanId();
    // A child of a remote parent asks for no trace id; what was set for it must not wait for the next root.
    this.#spanId = this.#traceId = undefined;
    return id;
  }
}
