import { ValueType, type Attributes, type BatchObservableCallback, type HrTime, type Observable, type ObservableCallback } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { MeterProvider, MetricData, PushMetricExporter, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics';

/** A producer of metrics that can also be read standing still. */
export interface StandingProducer {
  read(): ScopeMetrics;
}

/**
 * What the meter provider keeps to itself, in the one version that is built into this package: it collects by promises alone,
 * and in `'exit'` none is ever settled.
 */
interface SharedState {
  readonly resource: ResourceMetrics['resource'];
  readonly metricCollectors: readonly Collector[];
  readonly meterSharedStates: ReadonlyMap<string, MeterState>;
}

interface Collector {
  readonly _metricReader: { readonly _exporter?: PushMetricExporter; readonly _metricProducers: readonly Partial<StandingProducer>[] };
}

interface MeterState {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly observableRegistry: {
    readonly _callbacks: readonly { readonly callback: ObservableCallback; readonly instrument: Instrument }[];
    readonly _batchCallbacks: readonly { readonly callback: BatchObservableCallback; readonly instruments: Iterable<Instrument> }[];
  };
  readonly metricStorageRegistry: { getStorages(collector: Collector): readonly Storage[] };
}

type Instrument = Observable & { readonly _metricStorages: readonly Storage[]; readonly _descriptor: { readonly valueType: ValueType } };

interface Storage {
  record(measurements: Measurements, time: HrTime): void;
  collect(collector: Collector, time: HrTime): MetricData | undefined;
}

/** What the SDK keeps of one instrument. */
const MAX_OBSERVED = 2000;

/** What one instrument observed; the SDK reads nothing else of it. */
class Measurements {
  readonly #whole: boolean;
  readonly #observed: (readonly [Attributes, number])[] = [];

  constructor({ _descriptor: { valueType } }: Instrument) {
    this.#whole = valueType === ValueType.INT;
  }

  observe(value: number, attributes: Attributes = {}): void {
    if (typeof value === 'number' && this.#observed.length < MAX_OBSERVED) this.#observed.push([attributes, this.#whole ? Math.trunc(value) : value]);
  }

  entries(): Iterable<readonly [Attributes, number]> {
    return this.#observed;
  }
}

/**
 * Exports all metrics as they are now, for a thread whose loop turns no more. Of observers that answer later, what they have
 * said until now.
 */
export function exportStanding(provider: MeterProvider): void {
  const { resource, metricCollectors, meterSharedStates } = (provider as unknown as { readonly _sharedState: SharedState })._sharedState;
  const time = millisToHrTime(Date.now());
  for (const collector of metricCollectors) {
    const { _exporter: exporter, _metricProducers: producers } = collector._metricReader;
    const own = [...meterSharedStates.values()].map((meter) => collectMeter(meter, collector, time));
    const produced = producers.map((producer) => producer.read?.()).filter((one) => one !== undefined);
    const scopeMetrics = [...own, ...produced].filter(({ metrics }) => metrics.length > 0);
    if (scopeMetrics.length > 0) exporter?.export({ resource, scopeMetrics }, () => {});
  }
}

function collectMeter({ _instrumentationScope: scope, observableRegistry, metricStorageRegistry }: MeterState, collector: Collector, time: HrTime): ScopeMetrics {
  for (const { callback, instrument } of observableRegistry._callbacks) {
    const measurements = new Measurements(instrument);
    call(() => callback(measurements));
    record(instrument, measurements, time);
  }
  for (const { callback, instruments } of observableRegistry._batchCallbacks) observeBatch(callback, instruments, time);
  const metrics = metricStorageRegistry.getStorages(collector).map((storage) => storage.collect(collector, time));
  return { scope, metrics: metrics.filter((metric) => metric !== undefined) };
}

function observeBatch(callback: BatchObservableCallback, instruments: Iterable<Instrument>, time: HrTime): void {
  const measurements = new Map<Observable, Measurements>(Array.from(instruments, (instrument) => [instrument, new Measurements(instrument)]));
  call(() => callback({ observe: (instrument, value, attributes) => measurements.get(instrument)?.observe(value, attributes) }));
  for (const [instrument, observed] of measurements) record(instrument as Instrument, observed, time);
}

function record({ _metricStorages: storages }: Instrument, measurements: Measurements, time: HrTime): void {
  for (const storage of storages) storage.record(measurements, time);
}

/** The observers are the application's: whatever they throw, now or later, the others are asked. */
function call(observe: () => void | Promise<void>): void {
  try {
    Promise.resolve(observe()).catch(() => {});
  } catch {
    // As with the SDK's own collection, what it could not observe is not there.
  }
}
