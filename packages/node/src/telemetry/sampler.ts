import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';
import type { Settings } from '../config/settings.ts';

/** The specification's samplers by their names in `OTEL_TRACES_SAMPLER`. */
export function samplerOf({ sampler, samplerArg }: Pick<Settings, 'sampler' | 'samplerArg'>): Sampler {
  const root = rootSampler(sampler.replace('parentbased_', ''), samplerArg);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(name: string, ratio: number): Sampler {
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(Math.min(1, ratio));
  return name === 'always_off' ? new AlwaysOffSampler() : new AlwaysOnSampler();
}
