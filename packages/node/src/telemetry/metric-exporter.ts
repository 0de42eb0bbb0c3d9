import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import {
  AggregationTemporality, AggregationType, InstrumentType, type AggregationOption, type PushMetricExporter, type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { Settings } from '../config/settings.ts';
import type { Delivering } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';

export interface MetricDeliveryParts {
  readonly delivery: Delivering;
  readonly ledger: Pick<Ledger, 'settle'>;
  readonly encode: (metrics: ResourceMetrics) => Uint8Array | undefined;
  readonly temporality: Settings['metricTemporality'];
  readonly histogram: Settings['metricHistogram'];
}

/** The specification: what counts up from the last export under each preference. */
const DELTA: Readonly<Record<Settings['metricTemporality'], readonly InstrumentType[]>> = {
  cumulative: [],
  delta: [InstrumentType.COUNTER, InstrumentType.OBSERVABLE_COUNTER, InstrumentType.HISTOGRAM],
  lowmemory: [InstrumentType.COUNTER, InstrumentType.HISTOGRAM],
};

/** Gives the metric reader's collections to the delivery. */
export class MetricDelivery implements PushMetricExporter {
  readonly #parts: MetricDeliveryParts;

  constructor(parts: MetricDeliveryParts) {
    this.#parts = parts;
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    const { delivery, ledger, encode } = this.#parts;
    const bytes = encode(metrics);
    if (bytes === undefined) ledger.settle('metrics', 1, 'it cannot be encoded');
    else delivery.send('metrics', bytes, (error, rejected) => ledger.settle('metrics', 1, error, rejected), 1);
    // Handed over is done: were the reader to wait for the answer, its timer would keep an ending process alive. Failures
    // are the ledger's to tell.
    done({ code: ExportResultCode.SUCCESS });
  }

  selectAggregationTemporality(kind: InstrumentType): AggregationTemporality {
    return DELTA[this.#parts.temporality].includes(kind) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
  }

  selectAggregation(kind: InstrumentType): AggregationOption {
    const exponential = kind === InstrumentType.HISTOGRAM && this.#parts.histogram === 'base2_exponential_bucket_histogram';
    return { type: exponential ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT };
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
