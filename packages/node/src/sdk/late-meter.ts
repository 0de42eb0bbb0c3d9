import type {
  BatchObservableCallback, Counter, Gauge, Histogram, Meter, MetricOptions, Observable, ObservableCallback, ObservableCounter, ObservableGauge,
  ObservableUpDownCounter, UpDownCounter,
} from '@opentelemetry/api';

type Recording = Counter & Gauge & Histogram & UpDownCounter;
/** What is asked for before there is a meter waits as long as the start of an SDK takes. */
type Deed = (meter: Meter) => void;
/** Instruments that sensors ask for at their start, times ten. */
const MAX_WAITING = 500;

/**
 * A meter to be had before the real one: OpenTelemetry's API has such a stand-in for tracers and loggers, but none for
 * meters. Measurements before `bind` are lost, instruments and callbacks are not.
 */
export class LateMeter implements Meter {
  readonly #real = new WeakMap<object, object>();
  #waiting: Deed[] = [];
  #meter: Meter | undefined;

  bind(meter: Meter): void {
    this.#meter = meter;
    for (const deed of this.#waiting) deed(meter);
    this.#waiting = [];
  }

  createCounter(name: string, options?: MetricOptions): Counter {
    return this.#recording((meter) => meter.createCounter(name, options));
  }

  createGauge(name: string, options?: MetricOptions): Gauge {
    return this.#recording((meter) => meter.createGauge(name, options));
  }

  createHistogram(name: string, options?: MetricOptions): Histogram {
    return this.#recording((meter) => meter.createHistogram(name, options));
  }

  createUpDownCounter(name: string, options?: MetricOptions): UpDownCounter {
    return this.#recording((meter) => meter.createUpDownCounter(name, options));
  }

  createObservableCounter(name: string, options?: MetricOptions): ObservableCounter {
    return this.#observable((meter) => meter.createObservableCounter(name, options));
  }

  createObservableGauge(name: string, options?: MetricOptions): ObservableGauge {
    return this.#observable((meter) => meter.createObservableGauge(name, options));
  }

  createObservableUpDownCounter(name: string, options?: MetricOptions): ObservableUpDownCounter {
    return this.#observable((meter) => meter.createObservableUpDownCounter(name, options));
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    this.#when((meter) => meter.addBatchObservableCallback(
      (result) => callback({ observe: (metric, value, attributes) => result.observe(this.#realOf(metric), value, attributes) }),
      observables.map((one) => this.#realOf(one)),
    ));
  }

  removeBatchObservableCallback(): void {
    throw new Error('a late meter gives back no batch');
  }

  #when(deed: Deed): void {
    if (this.#meter !== undefined) deed(this.#meter);
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(deed);
  }

  #recording(create: (meter: Meter) => object): Recording {
    let real: Recording | undefined;
    this.#when((meter) => (real = create(meter) as Recording));
    return { add: (...measured) => real?.add(...measured), record: (...measured) => real?.record(...measured) };
  }

  #observable(create: (meter: Meter) => Observable): Observable {
    const late: Observable = {
      addCallback: (callback: ObservableCallback) => this.#when(() => this.#realOf(late).addCallback(callback)),
      removeCallback: (callback: ObservableCallback) => this.#when(() => this.#realOf(late).removeCallback(callback)),
    };
    this.#when((meter) => this.#real.set(late, create(meter)));
    return late;
  }

  #realOf(late: Observable): Observable {
    return this.#real.get(late) as Observable;
  }
}
