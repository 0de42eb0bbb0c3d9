import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';
import { IgnoringSampler } from './noise/ignoring-sampler.ts';
import type { Settings } from '../config/settings.ts';

/** The same, and nothing within a request that is ignored. A sampler that follows the parent does not have to be told. */
export function ignoringSampler(settings: Pick<Settings, 'sampler' | 'samplerArg' | 'ignorePaths'>, own?: Sampler): Sampler {
  const followsParent = own === undefined && settings.sampler.startsWith('parentbased_');
  const sampler = own ?? samplerOf(settings);
  return settings.ignorePaths.length === 0 || followsParent ? sampler : new IgnoringSampler(sampler);
}

/** The specification's samplers by their names in `OTEL_TRACES_SAMPLER`. */
export function samplerOf({ sampler, samplerArg }: Pick<Settings, 'sampler' | 'samplerArg'>): Sampler {
  const root = rootSampler(sampler.replace('parentbased_', ''), samplerArg);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(name: string, ratio: number): Sampler {
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(Math.min(1, ratio));
  return name === 'always_off' ? new AlwaysOffSampler() : new AlwaysOnSampler();
}
