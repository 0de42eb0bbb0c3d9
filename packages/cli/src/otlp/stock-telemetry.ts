import { createRequire } from 'node:module';

// Requests as the stock SDK writes them: the second opinion on our tables, for the tests only. The desk itself must not depend on
// the SDK, so it is borrowed from @vigil/node.
const fromNode = createRequire(new URL('../../../node/package.json', import.meta.url));
const stock = fromNode('@opentelemetry/otlp-transformer');

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const spanId = 'b7ad6b7169203331';

/** One request in both encodings. */
export interface Bodies {
  readonly protobuf: Uint8Array;
  readonly json: Uint8Array;
}

export async function stockSpans(): Promise<Bodies> {
  const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = fromNode('@opentelemetry/sdk-trace');
  const { trace, ROOT_CONTEXT, createTraceState } = fromNode('@opentelemetry/api');
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })], resource: resource() });
  const parent = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true, traceState: createTraceState('a=b') });
  const attributes = { text: 'é', whole: -5, big: 2 ** 53 - 1, half: 0.5, yes: true, list: [1, 'two', [false]] };
  const links = [{ context: { traceId, spanId, traceFlags: 1 }, attributes: { why: 'retry' } }];
  const span = provider.getTracer('x', '1.2').startSpan('GET /orders/:orderId', { kind: 1, attributes, links, startTime: [1_700_000_000, 123] }, parent);
  span.addEvent('exception', { 'exception.message': 'no' }, [1_700_000_000, 500_000_000]);
  span.setStatus({ code: 2, message: 'bad' });
  span.end([1_700_000_001, 0]);
  await provider.forceFlush();
  return serialize('Trace', exporter.getFinishedSpans());
}

export function stockLogs(): Bodies {
  const { LoggerProvider, InMemoryLogRecordExporter, SimpleLogRecordProcessor } = fromNode('@opentelemetry/sdk-logs');
  const { trace, ROOT_CONTEXT } = fromNode('@opentelemetry/api');
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })], resource: resource() });
  provider.getLogger('x').emit({
    timestamp: [1_700_000_000, 1], severityNumber: 17, severityText: 'error', body: { msg: 'no stock', items: [1, 2] },
    eventName: 'authn_login_fail', attributes: { request_id: 'r-1' },
    context: trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 }),
  });
  return serialize('Logs', exporter.getFinishedLogRecords());
}

export async function stockMetrics(): Promise<Bodies> {
  const { MeterProvider, MetricReader, AggregationType } = fromNode('@opentelemetry/sdk-metrics');
  class Pull extends MetricReader {
    async onForceFlush(): Promise<void> {}
    async onShutdown(): Promise<void> {}
  }
  const reader = new Pull();
  const views = [
    { instrumentName: 'duration', aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [1, 2] } } },
    { instrumentName: 'size', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 2, recordMinMax: true } } },
  ];
  const meter = new MeterProvider({ readers: [reader], views, resource: resource() }).getMeter('x');
  meter.createCounter('requests', { unit: '{request}' }).add(7, { route: '/' });
  meter.createGauge('load').record(0.25);
  const duration = meter.createHistogram('duration');
  for (const value of [0.5, 1, 4]) duration.record(value);
  const size = meter.createHistogram('size');
  for (const value of [0, 3, 4]) size.record(value);
  return serialize('Metrics', (await reader.collect()).resourceMetrics);
}

function resource(): object {
  return fromNode('@opentelemetry/resources').resourceFromAttributes({ 'service.name': 'shop' });
}

function serialize(kind: 'Trace' | 'Logs' | 'Metrics', items: unknown): Bodies {
  return { protobuf: stock[`Protobuf${kind}Serializer`].serializeRequest(items), json: stock[`Json${kind}Serializer`].serializeRequest(items) };
}
