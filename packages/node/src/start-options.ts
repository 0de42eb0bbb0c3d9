import type { TextMapPropagator } from '@opentelemetry/api';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Settings } from './config/settings.ts';
import type { InstrumentationConfigs } from './instrumentations/choose-instrumentations.ts';

/** What code may say: anything that the environment can, and what it cannot. Every field is optional. */
export type StartOptions = Omit<Partial<Settings>, 'sampler'> & OwnParts & {
  /** The name of a sampler of the specification, or one of the application's own. */
  readonly sampler?: Settings['sampler'] | Sampler;
};

/** Parts that only code can hand over. All but the last switch the hot path off, as does a sampler. */
interface OwnParts {
  /** The application's own span processors; they come before the export. */
  readonly spanProcessors?: readonly SpanProcessor[];
  /** In the place of `propagators`. */
  readonly textMapPropagator?: TextMapPropagator;
  /** Options of OpenTelemetry's instrumentations by the names of their packages; `enabled` says whether one may be loaded. */
  readonly instrumentations?: InstrumentationConfigs;
}

/** The same, taken apart. */
export interface SplitOptions {
  readonly fromCode: Partial<Settings>;
  readonly spanProcessors: readonly SpanProcessor[];
  readonly instrumentations: InstrumentationConfigs;
  readonly ownSampler: Sampler | undefined;
  readonly ownPropagator: TextMapPropagator | undefined;
}

export function splitOptions({ spanProcessors = [], instrumentations = {}, textMapPropagator, sampler, ...settings }: StartOptions): SplitOptions {
  const isOwn = typeof sampler === 'object';
  return {
    fromCode: isOwn || sampler === undefined ? settings : { ...settings, sampler },
    spanProcessors, instrumentations, ownPropagator: textMapPropagator, ownSampler: isOwn ? sampler : undefined,
  };
}
