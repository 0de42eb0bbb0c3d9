// One OTLP request of each signal, by hand: what any sender could post, without an SDK in between.

const resource = { attributes: [text('service.name', 'hand-made')] };
const scope = { name: 'by-hand', version: '1.0.0' };
const START = '1700000000000000000';
const END = '1700000000250000000';

export const traceId = '5b8efff798038103d269b633813fc60c';
export const spanId = 'eee19b7ec3c1b174';

/** A server span with the given attributes beside. */
export function traceRequest(attributes: Readonly<Record<string, string>> = {}): object {
  const span = {
    traceId, spanId, name: 'GET /orders/:orderId', kind: 2, startTimeUnixNano: START, endTimeUnixNano: END,
    attributes: Object.entries(attributes).map(([key, value]) => text(key, value)),
  };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] };
}

/** A histogram with one point of three requests. */
export function metricsRequest(): object {
  const point = {
    startTimeUnixNano: START, timeUnixNano: END, count: '3', sum: 0.6, explicitBounds: [0.1, 0.5], bucketCounts: ['1', '2', '0'],
    attributes: [text('http.route', '/orders/:orderId')],
  };
  const metric = { name: 'http.server.request.duration', unit: 's', histogram: { aggregationTemporality: 2, dataPoints: [point] } };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: [metric] }] }] };
}

/** A log record with the given body, on the span of `traceRequest`. */
export function logsRequest(body: string = 'order shipped'): object {
  const record = { timeUnixNano: START, severityNumber: 9, severityText: 'INFO', body: { stringValue: body }, traceId, spanId };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] };
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
