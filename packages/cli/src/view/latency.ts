import type { Attributes, HistogramPoint, ReceivedMetric, ReceivedSpan } from '../otlp/received.ts';
import { groupBy } from './group-by.ts';
import { serviceName } from './service-name.ts';

/** What a route did: how often, how it failed, and how long it took in seconds. */
export interface RouteLatency {
  readonly service: string;
  readonly route: string;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Calls per bucket of the histogram, to draw; empty when the durations are exact. */
  readonly spread: readonly number[];
}

const metricName = 'http.server.request.duration';

/** Rows by service and route, percentiles estimated from the histogram points of `http.server.request.duration`. */
export function latencyFromMetrics(metrics: readonly ReceivedMetric[]): RouteLatency[] {
  const points = metrics.flatMap((metric) =>
    metric.kind === 'histogram' && metric.name === metricName ? metric.points.map((point) => ({ metric, point })) : []);
  const current = [...newestOfSeries(points).values()];
  const groups = groupBy(current, ({ metric, point }) => keyOf(metric.resource, point.attributes));
  return [...groups.values()].map((group) => rowOfPoints(group[0]!.metric.resource, group.map(({ point }) => point))).toSorted(byServiceAndCalls);
}

/** The same rows from server spans: exact, as far as every span arrived. */
export function latencyFromSpans(spans: readonly ReceivedSpan[]): RouteLatency[] {
  const served = spans.filter((span) => span.kind === 'server' && span.attributes['http.request.method'] !== undefined);
  const groups = groupBy(served, (span) => keyOf(span.resource, span.attributes));
  return [...groups.values()].map(rowOfSpans).toSorted(byServiceAndCalls);
}

interface SeriesPoint {
  readonly metric: ReceivedMetric;
  readonly point: HistogramPoint;
}

// A cumulative point contains those before it of the same series and start, so the newest stands for all; delta points add up.
function newestOfSeries(points: readonly SeriesPoint[]): Map<string, SeriesPoint> {
  const newest = new Map<string, SeriesPoint>();
  for (const [index, each] of points.entries()) {
    const { metric, point } = each;
    const series = metric.temporality === 'cumulative' ? point.startTime : `${point.startTime} ${point.time} ${index}`;
    const key = [series, metric.resource['service.instance.id'], metric.scope.name, keyOf(metric.resource, point.attributes), statusOf(point.attributes),
      ...Object.entries(point.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)).flat().map(String)].join('\u0000');
    const known = newest.get(key);
    if (!known || known.point.time <= point.time) newest.set(key, each);
  }
  return newest;
}

function keyOf(resource: Attributes, attributes: Attributes): string {
  return `${serviceName(resource)}\u0000${routeOf(attributes)}`;
}

function rowOfPoints(resource: Attributes, points: readonly HistogramPoint[]): RouteLatency {
  const bounds = points[0]?.bounds ?? [];
  const alike = points.filter((point) => point.bounds.length === bounds.length && point.bounds.every((bound, index) => bound === bounds[index]));
  const spread = bounds.concat(0).map((_bound, index) => sum(alike.map((point) => point.bucketCounts[index] ?? 0)));
  const least = Math.min(...alike.map((point) => point.min ?? 0));
  const most = Math.max(...alike.map((point) => point.max ?? bounds.at(-1) ?? 0));
  const at = (fraction: number): number => quantile(fraction, bounds, spread, least, most);
  return {
    service: serviceName(resource),
    route: routeOf(points[0]?.attributes ?? {}),
    calls: sum(points.map((point) => point.count)),
    refused: sum(points.filter((point) => isWithin(statusOf(point.attributes), 400, 499)).map((point) => point.count)),
    failed: sum(points.filter((point) => isWithin(statusOf(point.attributes), 500, 599)).map((point) => point.count)),
    p50: at(0.5), p95: at(0.95), p99: at(0.99), spread,
  };
}

/** Where a fraction of all values lies: a straight line within the bucket, whose ends the known extremes narrow. */
export function quantile(fraction: number, bounds: readonly number[], counts: readonly number[], least: number, most: number): number {
  const rank = fraction * sum(counts);
  let below = 0;
  for (const [index, inBucket] of counts.entries()) {
    if (inBucket > 0 && below + inBucket >= rank) {
      const low = Math.max(bounds[index - 1] ?? least, least);
      const high = Math.min(bounds[index] ?? most, most);
      return low + (high - low) * ((rank - below) / inBucket);
    }
    below += inBucket;
  }
  return Number.NaN;
}

function rowOfSpans(spans: readonly ReceivedSpan[]): RouteLatency {
  const first = spans[0] as ReceivedSpan;
  const seconds = spans.map((span) => Number(span.endTime - span.startTime) / 1e9).toSorted((a, b) => a - b);
  const at = (fraction: number): number => seconds[Math.max(0, Math.ceil(fraction * seconds.length) - 1)] as number;
  const statuses = spans.map((span) => statusOf(span.attributes));
  return {
    service: serviceName(first.resource),
    route: routeOf(first.attributes),
    calls: spans.length,
    refused: statuses.filter((status) => isWithin(status, 400, 499)).length,
    failed: statuses.filter((status) => isWithin(status, 500, 599)).length,
    p50: at(0.5), p95: at(0.95), p99: at(0.99), spread: [],
  };
}

function byServiceAndCalls(a: RouteLatency, b: RouteLatency): number {
  return a.service === b.service ? b.calls - a.calls || (a.route < b.route ? -1 : 1) : a.service < b.service ? -1 : 1;
}

function routeOf(attributes: Attributes): string {
  return `${String(attributes['http.request.method'] ?? '?')} ${String(attributes['http.route'] ?? '(no route)')}`;
}

function statusOf(attributes: Attributes): number {
  return Number(attributes['http.response.status_code'] ?? 0);
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
