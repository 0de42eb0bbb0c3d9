import type { Meter } from '@opentelemetry/api';
import type { TailCounts } from './tail-sampler.ts';

/** `vigil.sampling.traces` by what became of them, so that a backend can tell how many its traces stand for. */
export function measureTail(meter: Meter, tail: { readonly counts: TailCounts }): void {
  meter
    .createObservableCounter('vigil.sampling.traces', { unit: '{trace}', description: 'Local parts of traces that the tail sampler decided on.' })
    .addCallback((result) => {
      const { evictedSpans: _spans, ...traces } = tail.counts;
      for (const [decision, count] of Object.entries(traces)) if (count > 0) result.observe(count, { 'vigil.sampling.decision': decision });
    });
}
