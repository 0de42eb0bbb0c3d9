import type { Context } from '@opentelemetry/api';
import { SamplingDecision, type Sampler, type SamplingResult } from '@opentelemetry/sdk-trace';
import { requestIn } from '../request-scope.ts';

/** Records nothing within a request that is ignored. Only for samplers that do not ask what became of the parent. */
export class IgnoringSampler implements Sampler {
  readonly #inner: Sampler;

  constructor(inner: Sampler) {
    this.#inner = inner;
  }

  shouldSample(context: Context, ...rest: Parameters<Sampler['shouldSample']> extends [Context, ...infer Rest] ? Rest : never): SamplingResult {
    if (requestIn(context)?.ignored === true) return { decision: SamplingDecision.NOT_RECORD };
    return this.#inner.shouldSample(context, ...rest);
  }

  toString(): string {
    return `Ignoring{${this.#inner.toString()}}`;
  }
}
