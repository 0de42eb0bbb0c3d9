import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { VigilError } from '@vigil/events';
import type { Settings } from '../config/settings.ts';
import { vigilError } from '../errors.ts';
import { findPeer, loadPeer } from '../optional-peer.ts';

type Name = Settings['propagators'][number];
type Make = new (options?: object) => TextMapPropagator;

/** Those that an application brings along: the package, what it calls its propagator, and how that is made. */
const PACKAGES: Readonly<Record<Exclude<Name, 'tracecontext' | 'baggage'>, { name: string; type: string; options?: object }>> = {
  b3: { name: '@opentelemetry/propagator-b3', type: 'B3Propagator' },
  // B3InjectEncoding.MULTI_HEADER
  b3multi: { name: '@opentelemetry/propagator-b3', type: 'B3Propagator', options: { injectEncoding: 1 } },
  jaeger: { name: '@opentelemetry/propagator-jaeger', type: 'JaegerPropagator' },
  xray: { name: '@opentelemetry/propagator-aws-xray', type: 'AWSXRayPropagator' },
  ottrace: { name: '@opentelemetry/propagator-ot-trace', type: 'OTTracePropagator' },
};

/** The propagators by their names in `OTEL_PROPAGATORS`; undefined for none. One whose package is missing is a problem, and left out. */
export function propagatorOf(names: readonly Name[], problems: VigilError[]): TextMapPropagator | undefined {
  const propagators = names.map((name) => propagator(name, problems)).filter((one) => one !== undefined);
  return propagators.length === 0 ? undefined : new CompositePropagator({ propagators });
}

function propagator(name: Name, problems: VigilError[]): TextMapPropagator | undefined {
  if (name === 'tracecontext') return new W3CTraceContextPropagator();
  if (name === 'baggage') return new W3CBaggagePropagator();
  const { name: peer, type, options } = PACKAGES[name];
  const found = findPeer(peer);
  const what = `the propagator ${name}`;
  try {
    if (found !== undefined) return new ((loadPeer(found) as Record<string, Make>)[type] as Make)(options);
    problems.push(vigilError('VIGIL_PEER_MISSING', { what, name: peer, meanwhile: 'until then it is left out' }));
  } catch (error) {
    problems.push(vigilError('VIGIL_PEER_UNUSABLE', { what, name: peer, reason: String(error) }));
  }
  return undefined;
}
