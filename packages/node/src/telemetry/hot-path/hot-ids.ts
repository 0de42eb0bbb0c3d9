import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace';

/**
 * The SDK's generator, except that a span which began on the hot path keeps its ids when it becomes one of the SDK's. Set
 * just before that span is started, and taken at once.
 */
export class HotIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #traceId: string | undefined;
  #spanId: string | undefined;

  /** No trace id for a child: the SDK asks for none there, and what was set would wait for the next root. */
  setNext(traceId: string | undefined, spanId: string): void {
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
    this.#spanId = undefined;
    return id;
  }
}
