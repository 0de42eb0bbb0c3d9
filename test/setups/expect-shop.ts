import type { ReceivedLog, ReceivedMetric, ReceivedSpan, Receiver } from '@vigil/cli';
import { expect } from 'chai';

const ORDER = 'GET /orders/:order';
const PRICE = 'GET /prices/:sku';
const LINE = 'an order was asked for';
const DURATION = 'http.server.request.duration';

/** Asks the shop for one order and expects everything that is to be known of it, wherever and however the shop runs. */
export async function expectShop(url: string, sink: Receiver, stdout: () => string): Promise<void> {
  const response = await fetch(`${url}/orders/7`, { headers: { 'x-request-id': 'the-request' } });
  expect([response.status, await response.json()]).to.deep.equal([200, { order: '7' }]);
  expect(response.headers.get('x-request-id')).to.equal('the-request');
  const seen = await sink.waitFor(whole, 20_000);
  expectSpans(seen.spans);
  expectLine(seen.line, stdout(), serverSpan(seen.spans, ORDER));
  expectMetrics(seen.routes);
}

interface Seen {
  readonly spans: readonly ReceivedSpan[];
  readonly line: ReceivedLog;
  readonly routes: readonly string[];
}

/** Undefined until all of it is there. */
function whole({ spans, logs, metrics }: Receiver): Seen | undefined {
  const line = logs.find(({ body }) => body === LINE);
  const routes = routesOf(metrics);
  return spans.length >= 3 && line !== undefined && routes.length >= 2 ? { spans, line, routes } : undefined;
}

function expectSpans(spans: readonly ReceivedSpan[]): void {
  const [order, call, price] = [serverSpan(spans, ORDER), spans.find(({ kind }) => kind === 'client'), serverSpan(spans, PRICE)];
  expect(spans, 'no span twice').to.have.length(3);
  expect([order.parentSpanId, call?.parentSpanId, price.parentSpanId]).to.deep.equal(['', order.spanId, call?.spanId]);
  expect(new Set(spans.map(({ traceId }) => traceId))).to.have.length(1);
  expect(new Set(spans.map(({ resource }) => resource['service.name']))).to.deep.equal(new Set(['shop']));
  expect(order.attributes).to.include({ 'http.route': '/orders/:order', 'http.response.status_code': 200, 'vigil.request.id': 'the-request' });
}

function serverSpan(spans: readonly ReceivedSpan[], wanted: string): ReceivedSpan {
  const span = spans.find(({ name, kind }) => kind === 'server' && name === wanted);
  if (span === undefined) throw new Error(`no server span '${wanted}' among ${spans.map(({ name, kind }) => `${kind} '${name}'`).join(', ')}`);
  return span;
}

/** The line as it was printed, and as it was sent. */
function expectLine(sent: ReceivedLog, stdout: string, { traceId, spanId }: ReceivedSpan): void {
  const printed = stdout.split('\n').find((line) => line.includes(LINE)) ?? '';
  const fields = JSON.parse(printed.slice(printed.indexOf('{'))) as Record<string, unknown>;
  expect(fields).to.include({ order: '7', trace_id: traceId, span_id: spanId, request_id: 'the-request' });
  expect([sent.traceId, sent.spanId]).to.deep.equal([traceId, spanId]);
}

function routesOf(metrics: readonly ReceivedMetric[]): string[] {
  const durations = metrics.filter(({ name }) => name === DURATION).flatMap((metric) => (metric.kind === 'histogram' ? metric.points : []));
  return Array.from(new Set(durations.map(({ attributes }) => String(attributes['http.route'])))).toSorted();
}

function expectMetrics(routes: readonly string[]): void {
  expect(routes).to.deep.equal(['/orders/:order', '/prices/:sku']);
}
