import { MeterProvider, MetricReader, type CollectionResult } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { LateMeter } from './late-meter.ts';

class AskedReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

describe('LateMeter', () => {
  const reader = (): AskedReader => new AskedReader();

  function valuesOf({ resourceMetrics }: CollectionResult): Record<string, unknown> {
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return Object.fromEntries(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(({ value }) => (value as { sum?: number }).sum ?? value)]));
  }

  it('gives the real meter what was asked for before, and what is asked for later', async () => {
    const late = new LateMeter();
    const counter = late.createCounter('counter');
    const histogram = late.createHistogram('histogram');
    const upDown = late.createUpDownCounter('up-down');
    const gauge = late.createGauge('gauge');
    late.createObservableCounter('observed-counter').addCallback((result) => result.observe(4));
    late.createObservableUpDownCounter('observed-up-down').addCallback((result) => result.observe(5));
    const [one, two] = [late.createObservableGauge('one'), late.createObservableGauge('two')];
    late.addBatchObservableCallback((result) => {
      result.observe(one, 6);
      result.observe(two, 7);
    }, [one, two]);
    counter.add(100);

    const asked = reader();
    late.bind(new MeterProvider({ readers: [asked] }).getMeter('real'));
    counter.add(1);
    histogram.record(2);
    upDown.add(-3);
    gauge.record(8);
    late.createCounter('afterwards').add(9);
    expect(valuesOf(await asked.collect())).to.deep.equal({
      counter: [1], histogram: [2], 'up-down': [-3], gauge: [8], 'observed-counter': [4], 'observed-up-down': [5], one: [6], two: [7], afterwards: [9],
    });
  });

  it('forgets a callback that was taken back', async () => {
    const late = new LateMeter();
    const asked = reader();
    const gauge = late.createObservableGauge('gauge');
    const observe = (result: { observe(value: number): void }): void => result.observe(1);
    gauge.addCallback(observe);
    late.bind(new MeterProvider({ readers: [asked] }).getMeter('real'));
    gauge.removeCallback(observe);
    expect(valuesOf(await asked.collect())).to.deep.equal({});
  });
});
