import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, logs, metrics, propagation, trace, type TextMapPropagator, type Tracer } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { ConsoleLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor, type LogRecordProcessor, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan, type Sampler, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { now } from '../config/clock.ts';
import type { Settings } from '../config/settings.ts';
import { Batch } from '../delivery/batch.ts';
import type { Delivering } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { ExportTarget, ExportTargets } from '../delivery/message.ts';
import type { ResourceAttributes } from '../resource/describe-resource.ts';
import { LogBatchProcessor, SpanBatchProcessor } from './batch-processors.ts';
import { baggageKeys } from './baggage/baggage-keys.ts';
import { DurationHistogram, DurationProducer } from './duration-series.ts';
import { exportStanding } from './export-standing.ts';
import { logEncoder, spanEncoder } from './encoding.ts';
import { HotBatch } from './hot-path/hot-batch.ts';
import { HotIds } from './hot-path/hot-ids.ts';
import { encodeResource, encodeScope } from './hot-path/span-encoder.ts';
import { leavesOursWhole, logRecordLimits, spanLimits } from './limits.ts';
import { isPlainMetrics, meterProvider } from './meter-provider.ts';
import { ignoringSampler, samplerOf } from './sampler.ts';
import { SdkDurations, type Durations } from './sdk-durations.ts';
import { measureTail } from './tail-metrics.ts';
import { TailProcessor } from './tail-processor.ts';
import { CALLED, SCOPE, SERVED, type HotParts, type Telemetry } from './telemetry.ts';

export interface ProviderParts {
  readonly settings: Settings;
  readonly targets: ExportTargets;
  readonly attributes: ResourceAttributes;
  readonly propagator: TextMapPropagator | undefined;
  readonly delivery: Delivering;
  readonly ledger: Pick<Ledger, 'settle'>;
  readonly spanProcessors: readonly SpanProcessor[];
  /** In the place of those that the settings name. */
  readonly ownSampler?: Sampler | undefined;
  readonly ownPropagator?: TextMapPropagator | undefined;
  /** Told once, when the tail sampler has no room. */
  readonly onTailFull?: () => void;
}

/** The stock SDK's providers, with our delivery at their ends. */
export class Providers implements Telemetry {
  readonly contexts: AsyncLocalStorageContextManager = new AsyncLocalStorageContextManager();
  readonly tracer: TracerProvider;
  readonly meter: MeterProvider;
  readonly logger: LoggerProvider;
  readonly needsLoop = false;
  readonly served: Durations;
  readonly called: Durations;
  readonly hot: HotParts | undefined;
  readonly tail: TailProcessor | undefined;
  readonly #propagator: TextMapPropagator | undefined;
  readonly #spans: Batch<ReadableSpan> | undefined;
  readonly #logs: Batch<ReadableLogRecord> | undefined;

  constructor(parts: ProviderParts) {
    const { settings, attributes, targets } = parts;
    const resource = defaultResource().merge(resourceFromAttributes({ ...attributes }));
    this.#propagator = parts.propagator;
    this.#spans = targets.traces === undefined ? undefined : spanBatch(parts, targets.traces);
    this.#logs = targets.logs === undefined ? undefined : logBatch(parts, targets.logs);
    this.hot = isPlain(parts) ? hotParts(parts, resource) : undefined;
    const last = spanExports(settings, this.#spans);
    const keys = baggageKeys(settings.baggageKeys);
    this.tail = tailProcessor(parts, last);
    this.tracer = new TracerProvider({
      resource,
      sampler: this.hot === undefined ? ignoringSampler(settings, parts.ownSampler) : samplerOf(settings),
      spanLimits: spanLimits(settings),
      ...(this.hot === undefined ? {} : { idGenerator: this.hot.ids }),
      spanProcessors: [...(keys === undefined ? [] : [keys.onSpans()]), ...parts.spanProcessors, ...(this.tail === undefined ? last : [this.tail])],
    });
    const ours = isPlainMetrics(settings) ? [new DurationHistogram(...SERVED), new DurationHistogram(...CALLED)] as const : undefined;
    const producers = ours === undefined ? [] : [new DurationProducer(resource, SCOPE, ours)];
    this.meter = meterProvider({ ...parts, resource, producers, target: targets.metrics });
    const meter = this.meter.getMeter(SCOPE.name, SCOPE.version);
    if (this.tail !== undefined) measureTail(meter, this.tail);
    [this.served, this.called] = ours ?? [new SdkDurations(meter, ...SERVED), new SdkDurations(meter, ...CALLED)];
    this.logger = new LoggerProvider({ resource, logRecordLimits: logRecordLimits(settings), processors: [...(keys === undefined ? [] : [keys.onLogRecords()]), ...logExports(settings, this.#logs)] });
  }

  register(): readonly string[] {
    const registered: Record<string, boolean> = {
      'context manager': context.setGlobalContextManager(this.contexts),
      propagator: this.#propagator === undefined || propagation.setGlobalPropagator(this.#propagator),
      'tracer provider': trace.setGlobalTracerProvider(this.tracer),
      'meter provider': metrics.setGlobalMeterProvider(this.meter),
      'logger provider': logs.setGlobalLoggerProvider(this.logger),
    };
    return Object.keys(registered).filter((part) => registered[part] === false);
  }

  handOver(): void {
    this.hot?.batch.flush();
    this.#spans?.flush();
    this.#logs?.flush();
  }

  handOverMetrics(): void {
    exportStanding(this.meter);
  }

  async flush(): Promise<void> {
    this.handOver();
    await this.meter.forceFlush();
  }

  /** The same for the last time. */
  async shutdown(): Promise<void> {
    for (const api of [trace, metrics, logs, propagation, context]) api.disable();
    this.handOver();
    await Promise.allSettled([this.tracer.shutdown(), this.meter.shutdown(), this.logger.shutdown()]);
  }
}

/** What becomes of spans at last: into the batch, and on stdout when asked. */
function spanExports({ tracesExporter }: Settings, batch: Batch<ReadableSpan> | undefined): SpanProcessor[] {
  return [
    ...(batch === undefined ? [] : [new SpanBatchProcessor(batch)]),
    ...(tracesExporter.includes('console') ? [new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })] : []),
  ];
}

function tailProcessor({ settings, onTailFull = () => {} }: ProviderParts, last: readonly SpanProcessor[]): TailProcessor | undefined {
  const { tailRatio: ratio, tailSlow: slow, tailRemote: remote, tailSpans: maxSpans, tailBytes: maxBytes } = settings;
  if (ratio === undefined || last.length === 0) return undefined;
  return new TailProcessor({ ratio, slow, remote, maxSpans, maxBytes, onFull: onTailFull, now }, last);
}

function logExports({ logsExporter }: Settings, batch: Batch<ReadableLogRecord> | undefined): LogRecordProcessor[] {
  return [
    ...(batch === undefined ? [] : [new LogBatchProcessor(batch)]),
    ...(logsExporter.includes('console') ? [new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })] : []),
  ];
}

/**
 * True while nothing is installed that could tell the hot path from the general one: spans leave as protobuf and no other way,
 * nothing of the application's own, no tail sampler, the sampler that records what the caller does, or all, W3C's propagators,
 * and no limit that a span of ours could meet.
 */
function isPlain({ settings, targets, spanProcessors, ownSampler, ownPropagator }: ProviderParts): boolean {
  const { tracesExporter, sampler, propagators } = settings;
  return targets.traces !== undefined && targets.traces.protocol !== 'http/json' && tracesExporter.length === 1
    && (ownSampler ?? ownPropagator) === undefined && spanProcessors.length === 0
    && sampler === 'parentbased_always_on' && settings.tailRatio === undefined && leavesOursWhole(settings)
    && propagators.includes('tracecontext') && propagators.every((name) => name === 'tracecontext' || name === 'baggage');
}

function hotParts(parts: ProviderParts, resource: Resource): HotParts {
  const ids = new HotIds();
  const unsent = (): Tracer => new TracerProvider({ resource, idGenerator: ids, spanLimits: spanLimits(parts.settings) }).getTracer(SCOPE.name, SCOPE.version);
  return { batch: hotBatch(parts, resource), ids, unsent };
}

function hotBatch({ settings, delivery, ledger }: ProviderParts, resource: Resource): HotBatch {
  return new HotBatch({
    resource: encodeResource(resource.attributes as ResourceAttributes), scope: encodeScope(SCOPE.name, SCOPE.version), delivery, ledger,
    capacity: settings.spanQueue, size: Math.min(settings.spanBatch, settings.spanQueue), delay: settings.spanDelay,
  });
}

function spanBatch({ settings, delivery, ledger }: ProviderParts, target: ExportTarget): Batch<ReadableSpan> {
  return new Batch<ReadableSpan>({
    signal: 'traces', delivery, ledger, encode: spanEncoder(target),
    capacity: settings.spanQueue, size: Math.min(settings.spanBatch, settings.spanQueue), delay: settings.spanDelay,
  });
}

function logBatch({ settings, delivery, ledger }: ProviderParts, target: ExportTarget): Batch<ReadableLogRecord> {
  return new Batch<ReadableLogRecord>({
    signal: 'logs', delivery, ledger, encode: logEncoder(target),
    capacity: settings.logQueue, size: Math.min(settings.logBatch, settings.logQueue), delay: settings.logDelay,
  });
}
