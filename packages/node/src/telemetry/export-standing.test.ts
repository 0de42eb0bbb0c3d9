import { ValueType, type Meter } from '@opentelemetry/api';
import type { ExportResult } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { DurationHistogram, DurationProducer } from './duration-series.ts';
import { exportStanding } from './export-standing.ts';

class Kept implements PushMetricExporter {
  readonly all: ResourceMetrics[] = [];
  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    this.all.push(metrics);
    done({ code: 0 });
  }
  selectAggregationTemporality = (): AggregationTemporality => AggregationTemporality.CUMULATIVE;
  forceFlush = async (): Promise<void> => {};
  shutdown = async (): Promise<void> => {};
}

describe('exportStanding', () => {
  let kept: Kept;
  let provider: MeterProvider;
  const resource = resourceFromAttributes({ 'service.name': 'shop' });

  beforeEach(() => {
    kept = new Kept();
    const served = new DurationHistogram('served', '');
    served.create({ route: '/a' }).record(0.2);
    const producer = new DurationProducer(resource, { name: 'own', version: '1' }, [served]);
    provider = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: kept, metricProducers: [producer] })] });
  });
  afterEach(() => provider.shutdown());

  /** One instrument of each kind, in two meters. */
  function measure(): void {
    const [one, two]: [Meter, Meter] = [provider.getMeter('one', '1'), provider.getMeter('two')];
    one.createCounter('counter').add(3, { a: 1 });
    one.createHistogram('histogram', { advice: { explicitBucketBoundaries: [1, 2] } }).record(1.5);
    one.createGauge('gauge').record(7);
    two.createObservableGauge('observed').addCallback((result) => {
      result.observe(1, { at: 'a' });
      result.observe(2, { at: 'b' });
      result.observe(3, { at: 'b' });
    });
    two.createObservableCounter('whole', { valueType: ValueType.INT }).addCallback((result) => result.observe(4.7));
    const [up, down] = [two.createObservableUpDownCounter('up'), two.createObservableUpDownCounter('down')];
    two.addBatchObservableCallback((result) => {
      result.observe(up, 1, { x: 1 });
      result.observe(down, -1);
    }, [up, down]);
  }

  /** Less the times, which differ from one collection to the next. */
  const timeless = (metrics: ResourceMetrics | undefined): unknown =>
    JSON.parse(JSON.stringify(metrics, (key, value: unknown) => (/time/i.test(key) ? undefined : value)));

  it("exports the same as the SDK's own collection, before it returns", async () => {
    measure();
    exportStanding(provider);
    expect(kept.all).to.have.length(1);
    await provider.forceFlush();
    expect(timeless(kept.all[0])).to.deep.equal(timeless(kept.all[1]));
    const names = kept.all[0]?.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name));
    expect(names).to.deep.equal(['counter', 'histogram', 'gauge', 'observed', 'whole', 'up', 'down', 'served']);
  });

  it('sees what happened since a collection, and what was never collected before', async () => {
    measure();
    await provider.forceFlush();
    provider.getMeter('one', '1').createCounter('counter').add(2, { a: 1 });
    exportStanding(provider);
    const counter = kept.all[1]?.scopeMetrics[0]?.metrics[0];
    expect(counter?.dataPoints.map(({ value }) => value)).to.deep.equal([5]);
  });

  it('asks all observers, whatever one of them throws, and takes what a slow one has said so far', () => {
    const meter = provider.getMeter('one');
    meter.createObservableGauge('throws').addCallback(() => { throw new Error('not now'); });
    meter.createObservableGauge('rejects').addCallback(() => Promise.reject(new Error('not now')));
    meter.createObservableGauge('slow').addCallback(async (result) => {
      result.observe(1);
      await Promise.resolve();
      result.observe(2);
    });
    exportStanding(provider);
    const seen = kept.all[0]?.scopeMetrics[0]?.metrics.flatMap(({ descriptor, dataPoints }) => dataPoints.map(({ value }) => [descriptor.name, value]));
    expect(seen).to.deep.equal([['slow', 1]]);
  });

  it('exports nothing where nobody reads', () => {
    expect(() => exportStanding(new MeterProvider({ resource }))).to.not.throw();
  });
});
