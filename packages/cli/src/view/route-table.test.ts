import { expect } from 'chai';
import type { HistogramPoint, ReceivedMetric, Temporality } from '../otlp/received.ts';
import { latencyFromMetrics, quantile } from './latency.ts';
import { madeSpan } from './made-trace.ts';
import { renderRoutes } from './route-table.ts';

const bounds = [0.01, 0.1, 1];

describe('the route table', () => {
  it('shows calls, failures and percentiles by service and route', () => {
    const lines = renderRoutes({ metrics: [metric('cumulative', [
      point('/a', 200, [8, 0, 0, 0], 1n), point('/a', 503, [0, 0, 2, 0], 1n), point('/b', 404, [1, 0, 0, 0], 1n)])] }, { width: 90, colour: false });
    expect(lines).to.deep.equal([
      'service  route  calls  4xx  5xx     p50     p95     p99  fast → slow',
      'shop     GET /a    10    ·    2  6.3 ms  775 ms  955 ms  █ ▂',
      'shop     GET /b     1    1    ·  5.0 ms  9.5 ms  9.9 ms  █',
      '11 requests, percentiles estimated from the histogram http.server.request.duration',
    ]);
  });

  it('takes the newest cumulative point of a series, and of each start of a process', () => {
    const [row] = latencyFromMetrics([
      metric('cumulative', [point('/a', 200, [1, 0, 0, 0], 5n)]), metric('cumulative', [point('/a', 200, [4, 0, 0, 0], 9n)]),
      metric('cumulative', [{ ...point('/a', 200, [2, 0, 0, 0], 12n), startTime: 10n }]),
    ]);
    expect(row?.calls).to.equal(6);
  });

  it('adds delta points up', () => {
    const [row] = latencyFromMetrics([metric('delta', [point('/a', 200, [1, 0, 0, 0], 5n)]), metric('delta', [point('/a', 200, [4, 0, 0, 0], 9n)])]);
    expect(row?.calls).to.equal(5);
  });

  it('estimates a quantile within its bucket, narrowed by the extremes', () => {
    expect(quantile(0.5, [1, 2], [0, 10, 0], 1, 2)).to.equal(1.5);
    expect(quantile(0.5, [1, 2], [0, 10, 0], 1.2, 1.4)).to.be.closeTo(1.3, 1e-9);
    expect(quantile(0.99, [1, 2], [0, 0, 10], 2, 7)).to.be.within(2, 7);
    expect(quantile(0.5, [], [], 0, 0)).to.satisfy(Number.isNaN);
  });

  it('counts the server spans when there are no metrics, and says so', () => {
    const spans = [1, 2, 3].map((ms) => madeSpan(`${ms}`, '', 'GET /a', 0, ms, {
      attributes: { 'http.request.method': 'GET', 'http.route': '/a', 'http.response.status_code': 200 } }));
    const lines = renderRoutes({ metrics: [], spans }, { width: 90, colour: false });
    expect(lines[1]).to.equal('shop     GET /a     3    ·    ·  2.0 ms  3.0 ms  3.0 ms');
    expect(lines[2]).to.equal('3 requests, from their server spans');
  });

  it('is empty without requests', () => {
    expect(renderRoutes({ metrics: [] }, { width: 90, colour: false })).to.deep.equal([]);
  });
});

function metric(temporality: Temporality, points: HistogramPoint[]): ReceivedMetric {
  return {
    resource: { 'service.name': 'shop' }, scope: { name: '', version: '', attributes: {} }, name: 'http.server.request.duration', unit: 's',
    description: '', kind: 'histogram', monotonic: false, temporality, points,
  };
}

function point(route: string, status: number, bucketCounts: number[], time: bigint): HistogramPoint {
  return {
    attributes: { 'http.request.method': 'GET', 'http.route': route, 'http.response.status_code': status }, startTime: 0n, time, flags: 0,
    count: bucketCounts.reduce((a, b) => a + b), sum: 0, min: undefined, max: undefined, bounds, bucketCounts, exemplars: [],
  };
}
