import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { ActiveRequests } from './active-requests.ts';

describe('ActiveRequests', () => {
  it('counts what is being served, by method and scheme', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })] });
    const active = new ActiveRequests(provider.getMeter('test'));
    active.of('GET', 'http').count += 2;
    active.of('GET', 'http').count -= 1;
    active.of('POST', 'https').count += 1;
    active.of('POST', 'https').count -= 1;
    await provider.forceFlush();
    const [metric] = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
    await provider.shutdown();
    expect(metric?.descriptor).to.include({ name: 'http.server.active_requests', unit: '{request}' });
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes['http.request.method'], attributes['url.scheme'], value]))
      .to.deep.equal([['GET', 'http', 1], ['POST', 'https', 0]]);
  });
});
