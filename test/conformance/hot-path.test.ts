import { startReceiver, type ReceivedMetric, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload, type Service } from '../support/service.ts';

const PARENT = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';

/** One request each; what a client may send that spans or metrics show. */
const REQUESTS: readonly (readonly [string, RequestInit?])[] = [
  ['/plain'],
  ['/plain?a=1&token=x&b=%C3%A9'],
  ['/users/7', { headers: { 'user-agent': 'agent/1.0 (ünï)' } }],
  ['/users/8', { headers: { 'user-agent': 'long '.repeat(900) } }],
  [`/users/${'%E2%82%AC'.repeat(400)}`],
  ['/orgs/acme/teams/red'],
  ['/nowhere'],
  ['/teapot'],
  ['/boom'],
  ['/reject'],
  ['/users/9', { method: 'HEAD' }],
  ['/users/9', { method: 'OPTIONS' }],
  ['/users/9', { method: 'PROPFIND' }],
  ['/echo', { method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } }],
  ['/plain', { headers: { traceparent: `00-${PARENT}-01` } }],
  ['/boom', { headers: { traceparent: `00-${PARENT}-01` } }],
  ['/plain', { headers: { traceparent: `00-${PARENT}-01`, tracestate: 'vendor=value' } }],
  ['/plain', { headers: { traceparent: `00-${PARENT}-01`, baggage: 'user=1' } }],
  ['/plain', { headers: { traceparent: `cc-${PARENT}-01-more` } }],
  ['/plain', { headers: { traceparent: `ff-${PARENT}-01` } }],
  ['/plain', { headers: { traceparent: `00-${PARENT.replace('0af', 'ABC')}-01` } }],
  ['/plain', { headers: { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` } }],
  ['/plain', { headers: { traceparent: `00-${PARENT}-00` } }],
  ['/plain', { headers: { traceparent: `00-${PARENT}-03` } }],
  ['/touch'],
  ['/touch?many'],
  ['/touch', { headers: { traceparent: `00-${PARENT}-01` } }],
];

describe('the hot path and the general one', () => {
  const runs: Record<string, { spans: ReceivedSpan[]; metric: ReceivedMetric | undefined; answers: unknown[] }> = {};

  before(async function () {
    this.timeout(60_000);
    for (const preload of ['require', 'general'] as const) runs[preload] = await run(preload);
  });

  it('answer alike', () => {
    expect(runs['require']?.answers).to.deep.equal(runs['general']?.answers);
  });

  it('give as many spans, with the same names, kinds, status, parents, flags, attributes, events and links', () => {
    const [hot, general] = [runs['require']?.spans.map(comparable), runs['general']?.spans.map(comparable)];
    expect(hot).to.have.length(REQUESTS.length - 1);
    for (const [i, span] of (hot ?? []).entries()) expect(span, String(span['name'])).to.deep.equal(general?.[i]);
  });

  it('give spans with plausible times', () => {
    for (const { startTime, endTime, name } of runs['require']?.spans ?? []) {
      expect(Math.abs(Number(startTime) / 1e6 - Date.now()), name).to.be.lessThan(60_000);
      expect(Number(endTime - startTime), name).to.be.within(1, 5e9);
    }
  });

  it('give the same series of the duration histogram, with the same counts', () => {
    const series = (metric: ReceivedMetric | undefined): unknown =>
      metric?.kind === 'histogram' && metric.points
        .map(({ attributes, count, bounds }) => JSON.stringify([Object.entries(attributes).toSorted(), String(count), bounds]))
        .toSorted();
    expect(series(runs['require']?.metric)).to.deep.equal(series(runs['general']?.metric)).and.to.have.length.above(8);
  });
});

async function run(preload: Preload): Promise<{ spans: ReceivedSpan[]; metric: ReceivedMetric | undefined; answers: unknown[] }> {
  const sink = await startReceiver();
  const service = startService({ app: 'express.cjs', preload, endpoint: sink.url });
  try {
    const answers = await askAll(await service.url());
    await end(service, sink);
    return { spans: inOrder(sink.spans), metric: sink.metrics.findLast(({ name }) => name === 'http.server.request.duration'), answers };
  } finally {
    await service.stop();
    await sink.close();
  }
}

async function askAll(url: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [i, [path, init]] of REQUESTS.entries()) {
    const headers = { 'user-agent': 'conformance', ...(init?.headers as Record<string, string>), 'x-request-id': `request-${i}` };
    const response = await fetch(url + path, { ...init, headers });
    // Less ids and stack traces, which differ from run to run.
    const text = (await response.text()).replaceAll(/\b([0-9a-f]{16}|[0-9a-f]{32})\b|<br> &nbsp;.*/g, '');
    answers.push([response.status, response.headers.get('x-request-id'), text]);
  }
  return answers;
}

async function end(service: Service, sink: Receiver): Promise<void> {
  await service.stop();
  await sink.waitFor(({ spans, metrics }) => spans.length >= REQUESTS.length - 1 && metrics.length > 0);
}

const numberOf = ({ attributes }: ReceivedSpan): number => Number(String(attributes['vigil.request.id']).split('-')[1]);

function inOrder(spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  return spans.filter(({ kind }) => kind === 'server').toSorted((a, b) => numberOf(a) - numberOf(b));
}

/** All of a span but what differs from run to run: made ids, ports, times, versions. */
function comparable({ startTime: _start, endTime: _end, spanId, traceId, resource, attributes, events, ...rest }: ReceivedSpan): Record<string, unknown> {
  const { 'server.port': port, 'network.peer.port': peerPort, ...stable } = attributes;
  const { 'service.instance.id': _instance, 'process.pid': _pid, ...service } = resource;
  expect([typeof port, typeof peerPort]).to.deep.equal(['number', 'number']);
  expect(spanId).to.match(/^[0-9a-f]{16}$/);
  return {
    ...rest,
    traceId: rest.parentSpanId === '' ? traceId.length : traceId,
    attributes: stable,
    resource: service,
    events: events.map(({ name, attributes: { 'exception.stacktrace': stack, ...shown } }) => [name, shown, typeof stack]),
  };
}
