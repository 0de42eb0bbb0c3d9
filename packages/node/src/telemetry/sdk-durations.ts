import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import { DURATION_BOUNDS } from './http-names.ts';

/** Where the durations of one kind of request go. */
export interface DurationRecorder {
  record(seconds: number): void;
}

/** All series of one histogram of durations. */
export interface Durations {
  /** The series of these attributes; asked for once each. */
  create(attributes: Attributes): DurationRecorder;
}

/** By an instrument of the SDK: the general way, for whatever the application or its settings want of histograms. */
export class SdkDurations implements Durations {
  readonly #histogram: Histogram;

  constructor(meter: Meter, name: string, description: string) {
    this.#histogram = meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: [...DURATION_BOUNDS] } });
  }

  create(attributes: Attributes): DurationRecorder {
    return { record: (seconds) => this.#histogram.record(seconds, attributes) };
  }
}
