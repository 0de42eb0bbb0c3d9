import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { AggregationTemporality, type PushMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Delivery } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';

/** Gives the metric reader's collections to the delivery. */
export class MetricDelivery implements PushMetricExporter {
  readonly #delivery: Delivery;
  readonly #ledger: Ledger;

  constructor(delivery: Delivery, ledger: Ledger) {
    this.#delivery = delivery;
    this.#ledger = ledger;
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    const settled = (error: string | undefined): void => {
      this.#ledger.settle('metrics', 1, error);
      // Failures are the ledger's to tell; an error here would go to the SDK's own, second, complaint.
      done({ code: ExportResultCode.SUCCESS });
    };
    const bytes = ProtobufMetricsSerializer.serializeRequest(metrics);
    if (bytes === undefined) settled('it cannot be encoded');
    else this.#delivery.send('metrics', bytes, settled);
  }

  selectAggregationTemporality(): AggregationTemporality {
    return AggregationTemporality.CUMULATIVE;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
