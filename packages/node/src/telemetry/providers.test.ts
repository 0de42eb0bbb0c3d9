import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { exportTargets } from '../config/export-targets.ts';
import { readSettings } from '../config/read-settings.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { Ledger } from '../delivery/ledger.ts';
import { DurationHistogram } from './duration-series.ts';
import { propagatorOf } from './propagator.ts';
import { Providers } from './providers.ts';
import { SdkDurations } from './sdk-durations.ts';

describe('Providers', () => {
  const processor: SpanProcessor = { onStart: () => {}, onEnd: () => {}, forceFlush: async () => {}, shutdown: async () => {} };

  function made(env: Record<string, string>, spanProcessors: readonly SpanProcessor[] = []): Providers {
    const { settings } = readSettings({}, { OTEL_METRIC_EXPORT_INTERVAL: '2147483647', ...env });
    return new Providers({
      settings, targets: exportTargets(settings, []), propagator: propagatorOf(settings.propagators, []), attributes: { 'service.name': 'shop' },
      delivery: {} as Delivery, ledger: new Ledger(() => {}), spanProcessors,
    });
  }

  for (const env of [
    {}, { OTEL_PROPAGATORS: 'tracecontext' }, { OTEL_PROPAGATORS: 'baggage,tracecontext' }, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json' },
    { OTEL_METRICS_EXPORTER: 'console', OTEL_LOGS_EXPORTER: 'none' }, { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' },
  ]) {
    it(`may take the hot path with ${JSON.stringify(env)}`, () => {
      expect(made(env).hot).to.not.equal(undefined);
    });
  }

  for (const env of [
    { OTEL_PROPAGATORS: 'b3' }, { OTEL_PROPAGATORS: 'b3,tracecontext' }, { OTEL_PROPAGATORS: 'baggage' }, { OTEL_PROPAGATORS: 'none' }, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    { OTEL_TRACES_EXPORTER: 'none' }, { OTEL_TRACES_EXPORTER: 'console' }, { OTEL_TRACES_EXPORTER: 'otlp,console' }, { OTEL_TRACES_SAMPLER: 'always_on' },
  ]) {
    it(`takes the general path with ${JSON.stringify(env)}`, () => {
      expect(made(env).hot).to.equal(undefined);
    });
  }

  it("takes the general path with the application's own span processors", () => {
    expect(made({}, [processor]).hot).to.equal(undefined);
  });

  for (const [env, ours] of [
    [{}, true], [{ OTEL_METRICS_EXPORTER: 'console' }, true], [{ OTEL_METRICS_EXPORTER: 'otlp,console' }, false], [{ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'lowmemory' }, false],
    [{ OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram' }, false],
  ] as const) {
    it(`leaves durations to ${ours ? 'our own cells' : 'the SDK'} with ${JSON.stringify(env)}`, () => {
      expect(made(env).served).to.be.instanceOf(ours ? DurationHistogram : SdkDurations);
    });
  }
});
