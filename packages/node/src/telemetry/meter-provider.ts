import type { Resource } from '@opentelemetry/resources';
import { ConsoleMetricExporter, MeterProvider, PeriodicExportingMetricReader, type MetricProducer, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { Settings } from '../config/settings.ts';
import type { ExportTarget } from '../delivery/message.ts';
import type { Delivering } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { metricEncoder } from './encoding.ts';
import { MetricDelivery } from './metric-exporter.ts';

export interface MeterProviderParts {
  readonly settings: Settings;
  readonly target: ExportTarget | undefined;
  readonly resource: Resource;
  readonly delivery: Delivering;
  readonly ledger: Pick<Ledger, 'settle'>;
  /** Metrics that the SDK does not hold. */
  readonly producers: readonly MetricProducer[];
}

const ENDLESS = 2 ** 31 - 1;

/** The SDK's meter provider with a reader for each exporter; without any it measures nothing. */
export function meterProvider(parts: MeterProviderParts): MeterProvider {
  const { settings, resource } = parts;
  const exporters = [...(parts.target === undefined ? [] : [otlp(parts, parts.target)]), ...(settings.metricsExporter.includes('console') ? [new ConsoleMetricExporter()] : [])];
  return new MeterProvider({ resource, readers: exporters.map((exporter) => reader(exporter, parts)) });
}

/** True while durations may be kept by ourselves: one reader, counted from the start, in the buckets that we have. */
export function isPlainMetrics({ metricsExporter, metricTemporality, metricHistogram }: Settings): boolean {
  return metricsExporter.length < 2 && metricTemporality === 'cumulative' && metricHistogram === 'explicit_bucket_histogram';
}

function otlp({ settings, delivery, ledger }: MeterProviderParts, target: ExportTarget): PushMetricExporter {
  return new MetricDelivery({
    delivery, ledger, encode: metricEncoder(target), temporality: settings.metricTemporality, histogram: settings.metricHistogram,
  });
}

function reader(exporter: PushMetricExporter, { settings, producers }: MeterProviderParts): PeriodicExportingMetricReader {
  const interval = settings.metricInterval;
  return new PeriodicExportingMetricReader({
    exporter, exportIntervalMillis: interval, metricProducers: [...producers],
    // The SDK wants no more than the interval.
    exportTimeoutMillis: Math.min(settings.metricTimeout === 0 ? ENDLESS : settings.metricTimeout, interval),
  });
}
