import { createRequire } from 'node:module';
import { expect } from 'chai';
import { addPoints, countSpans, histogramPoints } from './otlp-count.ts';

// The bodies come from the stock serialisers, so that reader and writer do not share a mistake; they are @vigil/node's dependencies.
const stock = createRequire(new URL('../packages/node/package.json', import.meta.url));
const { ProtobufTraceSerializer, ProtobufMetricsSerializer } = stock('@opentelemetry/otlp-transformer');
const { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } = stock('@opentelemetry/sdk-metrics');
const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = stock('@opentelemetry/sdk-trace');

const SERVER = 1;
const CLIENT = 2;

function traceBody(spans: [name: string, kind: number][]): Buffer {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (const [at, [name, kind]] of spans.entries()) {
    const span = provider.getTracer(`scope ${at % 2}`).startSpan(name, { kind, attributes: { 'url.path': '/', list: [1, 2] } });
    span.addEvent('an event', { a: 1.5 });
    span.end();
  }
  return Buffer.from(ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()));
}

function recorded(temporality: number): { record(status: number): void; body(): Promise<Buffer> } {
  const exporter = new InMemoryMetricExporter(temporality);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('bench');
  const duration = meter.createHistogram('http.server.request.duration');
  const other = meter.createHistogram('http.client.request.duration');
  return {
    record(status) {
      duration.record(0.01, { 'http.response.status_code': status, 'http.route': '/users/:id' });
      other.record(0.01);
    },
    async body() {
      await reader.forceFlush();
      return Buffer.from(ProtobufMetricsSerializer.serializeRequest(exporter.getMetrics().at(-1)));
    },
  };
}

const sum = (totals: Map<string, number>): number => [...totals.values()].reduce((all, count) => all + count, 0);

describe('bench OTLP counting', () => {
  it('counts spans by kind and name, over several scopes', () => {
    const body = traceBody([['GET /', SERVER], ['GET /', SERVER], ['GET', CLIENT], ['middleware', 0], ['GET /', SERVER]]);
    expect(countSpans(body)).to.deep.equal({ 'server GET /': 3, 'client GET': 1, 'internal middleware': 1 });
  });

  it('goes on counting where it stopped', () => {
    const counts = countSpans(traceBody([['GET /', SERVER]]));
    expect(countSpans(traceBody([['GET /', SERVER]]), counts)).to.deep.equal({ 'server GET /': 2 });
  });

  it('counts a name of more than 127 bytes', () => {
    const name = `GET /${'é'.repeat(200)}`;
    expect(countSpans(traceBody([[name, SERVER]]))).to.deep.equal({ [`server ${name}`]: 1 });
  });

  it('finds nothing in an empty body', () => {
    expect(countSpans(Buffer.alloc(0))).to.deep.equal({});
  });

  it('says that a body is cut off, and does not count its part', () => {
    const body = traceBody([['GET /', SERVER]]);
    expect(() => countSpans(body.subarray(0, -3))).to.throw('not protobuf');
  });

  it('counts each request once when the histogram is cumulative', async () => {
    const { record, body } = recorded(AggregationTemporality.CUMULATIVE);
    const totals = new Map<string, number>();
    record(200);
    record(500);
    addPoints(totals, histogramPoints(await body(), 'http.server.request.duration'));
    record(200);
    addPoints(totals, histogramPoints(await body(), 'http.server.request.duration'));
    expect(sum(totals)).to.equal(3);
  });

  it('adds up the exports when the histogram is delta', async () => {
    const { record, body } = recorded(AggregationTemporality.DELTA);
    const totals = new Map<string, number>();
    record(200);
    record(200);
    addPoints(totals, histogramPoints(await body(), 'http.server.request.duration'));
    record(200);
    addPoints(totals, histogramPoints(await body(), 'http.server.request.duration'));
    expect(sum(totals)).to.equal(3);
  });

  it('adds up delta points even if their start times are the same', () => {
    const totals = new Map<string, number>();
    const point = { series: 'a', count: 2, delta: true };
    addPoints(totals, [point]);
    addPoints(totals, [point]);
    expect(sum(totals)).to.equal(4);
  });

  it('leaves other histograms alone', async () => {
    const { record, body } = recorded(AggregationTemporality.CUMULATIVE);
    record(200);
    expect(histogramPoints(await body(), 'no.such.metric')).to.deep.equal([]);
  });
});
