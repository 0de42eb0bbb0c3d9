import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { TracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { Batch } from '../delivery/batch.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { ResourceAttributes } from '../resource/describe-resource.ts';
import { LogBatchProcessor, SpanBatchProcessor } from './batch-processors.ts';
import { DurationHistogram, DurationProducer } from './duration-series.ts';
import { exportStanding } from './export-standing.ts';
import { HotBatch } from './hot-path/hot-batch.ts';
import { HotIds } from './hot-path/hot-ids.ts';
import { encodeResource, encodeScope } from './hot-path/span-encoder.ts';
import { leavesOursWhole, logRecordLimits, spanLimits } from './limits.ts';
import { MetricDelivery } from './metric-exporter.ts';
import { samplerOf } from './sampler.ts';

import { VERSION } from '../version.ts';

export interface ProviderParts {
  readonly settings: Settings;
  readonly attributes: ResourceAttributes;
  readonly delivery: Delivery;
  readonly ledger: Ledger;
  readonly spanProcessors: readonly SpanProcessor[];
}

const SCOPE = { name: '@vigil/node', version: VERSION };

/** The stock SDK's providers, with our delivery at their ends. */
export class Providers {
  readonly contexts: AsyncLocalStorageContextManager = new AsyncLocalStorageContextManager();
  readonly tracer: TracerProvider;
  readonly meter: MeterProvider;
  readonly logger: LoggerProvider;
  /** Of both sides; read together with the meter's instruments. */
  readonly served: DurationHistogram = new DurationHistogram('http.server.request.duration', 'Duration of HTTP server requests.');
  readonly called: DurationHistogram = new DurationHistogram('http.client.request.duration', 'Duration of HTTP client requests.');
  /** Set when server spans may take the hot path. */
  readonly hot: { readonly batch: HotBatch; readonly ids: HotIds } | undefined;
  readonly #spans: Batch<ReadableSpan> | undefined;
  readonly #logs: Batch<ReadableLogRecord> | undefined;

  constructor(parts: ProviderParts) {
    const { settings, attributes } = parts;
    const resource = defaultResource().merge(resourceFromAttributes({ ...attributes }));
    this.#spans = settings.tracesExporter === 'none' ? undefined : spanBatch(parts);
    this.#logs = settings.logsExporter === 'none' ? undefined : logBatch(parts);
    this.hot = isPlain(parts) ? { batch: hotBatch(parts, resource), ids: new HotIds() } : undefined;
    this.tracer = new TracerProvider({
      resource,
      sampler: samplerOf(settings),
      spanLimits: spanLimits(settings),
      ...(this.hot === undefined ? {} : { idGenerator: this.hot.ids }),
      spanProcessors: [...parts.spanProcessors, ...(this.#spans === undefined ? [] : [new SpanBatchProcessor(this.#spans)])],
    });
    this.meter = meterProvider(resource, parts, new DurationProducer(resource, SCOPE, [this.served, this.called]));
    this.logger = new LoggerProvider({
      resource,
      logRecordLimits: logRecordLimits(settings),
      processors: this.#logs === undefined ? [] : [new LogBatchProcessor(this.#logs)],
    });
  }

  /** Makes them OpenTelemetry's global ones. Answers which of them were taken already. */
  register(): readonly string[] {
    const registered: Record<string, boolean> = {
      'context manager': context.setGlobalContextManager(this.contexts),
      propagator: propagation.setGlobalPropagator(
        new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
      ),
      'tracer provider': trace.setGlobalTracerProvider(this.tracer),
      'meter provider': metrics.setGlobalMeterProvider(this.meter),
      'logger provider': logs.setGlobalLoggerProvider(this.logger),
    };
    return Object.keys(registered).filter((part) => registered[part] === false);
  }

  /** Hands over all spans and log records that wait; done when it returns. */
  handOver(): void {
    this.hot?.batch.flush();
    this.#spans?.flush();
    this.#logs?.flush();
  }

  /** The same of metrics, by a thread whose loop turns no more. */
  handOverMetrics(): void {
    exportStanding(this.meter);
  }

  /** Also has the metrics collected and handed over. */
  async flush(): Promise<void> {
    this.handOver();
    await this.meter.forceFlush();
  }

  async shutdown(): Promise<void> {
    for (const api of [trace, metrics, logs, propagation, context]) api.disable();
    await Promise.allSettled([this.tracer.shutdown(), this.meter.shutdown(), this.logger.shutdown()]);
  }
}

/**
 * True while nothing is installed that could tell the hot path from the general one: no processors of the application, the
 * sampler that records what the caller does, or all, and no limit that a span of ours could meet.
 */
function isPlain({ settings, spanProcessors }: ProviderParts): boolean {
  return settings.tracesExporter === 'otlp' && settings.sampler === 'parentbased_always_on' && spanProcessors.length === 0 && leavesOursWhole(settings);
}

function hotBatch({ settings, delivery, ledger }: ProviderParts, resource: Resource): HotBatch {
  return new HotBatch({
    resource: encodeResource(resource.attributes as ResourceAttributes), scope: encodeScope(SCOPE.name, SCOPE.version), delivery, ledger,
    capacity: settings.spanQueue, size: settings.spanBatch, delay: settings.spanDelay,
  });
}

function spanBatch({ settings, delivery, ledger }: ProviderParts): Batch<ReadableSpan> {
  return new Batch<ReadableSpan>({
    signal: 'traces', delivery, ledger, encode: (spans) => ProtobufTraceSerializer.serializeRequest(spans),
    capacity: settings.spanQueue, size: settings.spanBatch, delay: settings.spanDelay,
  });
}

function logBatch({ settings, delivery, ledger }: ProviderParts): Batch<ReadableLogRecord> {
  return new Batch<ReadableLogRecord>({
    signal: 'logs', delivery, ledger, encode: (records) => ProtobufLogsSerializer.serializeRequest(records),
    capacity: settings.logQueue, size: settings.logBatch, delay: settings.logDelay,
  });
}

function meterProvider(resource: Resource, { settings, delivery, ledger }: ProviderParts, durations: DurationProducer): MeterProvider {
  if (settings.metricsExporter === 'none') return new MeterProvider({ resource });
  const interval = Math.max(1, settings.metricInterval);
  const reader = new PeriodicExportingMetricReader({
    exporter: new MetricDelivery(delivery, ledger),
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(30_000, interval),
    metricProducers: [durations],
  });
  return new MeterProvider({ resource, readers: [reader] });
}
