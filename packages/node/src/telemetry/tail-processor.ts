import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { TailSampler, type TailCounts, type TailSamplerOptions } from './tail-sampler.ts';

/** How often is looked for what has become slow, ms. */
const TICK = 250;
const SAMPLED = 1;

/** The tail sampler before the last span processors: it says what reaches these, and when. */
export class TailProcessor implements SpanProcessor {
  readonly #sampler: TailSampler<ReadableSpan>;
  readonly #last: readonly SpanProcessor[];
  readonly #timer: NodeJS.Timeout;

  constructor(options: Omit<TailSamplerOptions<ReadableSpan>, 'keep'>, last: readonly SpanProcessor[]) {
    this.#last = last;
    this.#sampler = new TailSampler({ ...options, keep: (span) => last.forEach((processor) => processor.onEnd(span)) });
    this.#timer = setInterval(() => this.#sampler.expire(), TICK).unref();
  }

  get counts(): TailCounts {
    return this.#sampler.counts;
  }

  /** Keeps a trace, for a reason that its spans do not show. */
  mark(traceId: string): void {
    this.#sampler.mark(traceId);
  }

  /** The process ends: what is not decided yet is. */
  decideAll(): void {
    this.#sampler.decideAll();
  }

  onStart(span: Span): void {
    if ((span.spanContext().traceFlags & SAMPLED) !== 0) this.#sampler.started(span);
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & SAMPLED) !== 0) this.#sampler.ended(span);
  }

  /** Decides nothing: requests that are being served go on. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#last.map((processor) => processor.forceFlush()));
  }

  async shutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.decideAll();
    await Promise.all(this.#last.map((processor) => processor.shutdown()));
  }
}
