import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import { hrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type CollectionResult, type HistogramMetricData, type MetricProducer, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { StandingProducer } from './export-standing.ts';
import { DURATION_BOUNDS } from './http-names.ts';

/** One less than the SDK keeps of one instrument; what comes beyond is one series together. */
const MAX_SERIES = 1999;
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

/** One series of a duration histogram: plain numbers, no hashing of attributes a request (1.2 µs, measured alone). */
export class DurationSeries {
  readonly attributes: Attributes;
  readonly counts: number[] = Array.from({ length: DURATION_BOUNDS.length + 1 }, () => 0);
  count = 0;
  // Begins as a double: a small integer would make V8 change the field's kind at the first request.
  sum = 0.1 - 0.1;
  min = Infinity;
  max = -Infinity;

  constructor(attributes: Attributes) {
    this.attributes = attributes;
  }

  record(seconds: number): void {
    let bucket = 0;
    while (bucket < DURATION_BOUNDS.length && seconds > (DURATION_BOUNDS[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.count++;
    this.sum += seconds;
    if (seconds < this.min) this.min = seconds;
    if (seconds > this.max) this.max = seconds;
  }
}

/** All series of one histogram of seconds. */
export class DurationHistogram {
  readonly #name: string;
  readonly #description: string;
  readonly #startTime: HrTime = hrTime();
  readonly #series: DurationSeries[] = [];
  #overflow: DurationSeries | undefined;

  constructor(name: string, description: string) {
    this.#name = name;
    this.#description = description;
  }

  /** A new series, or, when there are too many, the one for all the rest. */
  create(attributes: Attributes): DurationSeries {
    if (this.#series.length >= MAX_SERIES) return (this.#overflow ??= new DurationSeries(OVERFLOW));
    const series = new DurationSeries(attributes);
    this.#series.push(series);
    return series;
  }

  /** What it holds now; undefined while nothing was recorded. */
  read(): HistogramMetricData | undefined {
    const endTime = hrTime();
    const series = this.#overflow === undefined ? this.#series : [...this.#series, this.#overflow];
    const recorded = series.filter(({ count }) => count > 0);
    return recorded.length === 0 ? undefined : {
      descriptor: { name: this.#name, unit: 's', description: this.#description, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: recorded.map((one) => ({ attributes: one.attributes, startTime: this.#startTime, endTime, value: valueOf(one) })),
    };
  }
}

/** Gives histograms to the SDK's metric reader. */
export class DurationProducer implements MetricProducer, StandingProducer {
  readonly #resource: Resource;
  readonly #scope: { name: string; version: string };
  readonly #histograms: readonly DurationHistogram[];

  constructor(resource: Resource, scope: { name: string; version: string }, histograms: readonly DurationHistogram[]) {
    this.#resource = resource;
    this.#scope = scope;
    this.#histograms = histograms;
  }

  async collect(): Promise<CollectionResult> {
    return { resourceMetrics: { resource: this.#resource, scopeMetrics: [this.read()] }, errors: [] };
  }

  read(): ScopeMetrics {
    return { scope: this.#scope, metrics: this.#histograms.map((histogram) => histogram.read()).filter((metric) => metric !== undefined) };
  }
}

function valueOf({ counts, count, sum, min, max }: DurationSeries): HistogramMetricData['dataPoints'][number]['value'] {
  return { buckets: { boundaries: [...DURATION_BOUNDS], counts: [...counts] }, count, sum, min, max };
}
