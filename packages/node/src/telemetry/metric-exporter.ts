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
    const bytes = ProtobufMetricsSerializer.serializeRequest(metrics);
    if (bytes === undefined) this.#ledger.settle('metrics', 1, 'it cannot be encoded');
    else this.#delivery.send('metrics', bytes, (error, rejected) => this.#ledger.settle('metrics', 1, error, rejected));
    // Handed over is done: were the reader to wait for the answer, its timer would keep an ending process alive. Failures
    // are the ledger's to tell.
    done({ code: ExportResultCode.SUCCESS });
  }

  selectAggregationTemporality(): AggregationTemporality {
    return AggregationTemporality.CUMULATIVE;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
