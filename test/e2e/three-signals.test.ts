import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { anyOtelcol } from '../../tools/parts/otelcol.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { needPart } from '../support/part.ts';
import { startService } from '../support/service.ts';

// The Collector decodes what we encode and encodes it anew, as JSON: a second opinion on our protobuf. It
// runs the shipped configuration, unless it is a core Collector.
describe('all three signals through the real Collector', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let collector: Collector;

  before(async function () {
    const part = await needPart(this, anyOtelcol);
    sink = await startReceiver();
    collector = await startCollector({ part, sink: sink.url });
  });
  after(async () => {
    await collector?.stop();
    await sink?.close();
  });

  for (const [protocol, compression] of [
    ['http/protobuf', 'none'], ['http/protobuf', 'gzip'], ['http/json', 'none'], ['http/json', 'gzip'], ['grpc', 'none'], ['grpc', 'gzip'],
  ] as const) {
    it(`arrive whole at the other side by ${protocol}, compression ${compression}`, async () => {
      sink.clear();
      const service = startService({
        app: 'loggers.cjs', endpoint: protocol === 'grpc' ? collector.grpcUrl : collector.url,
        env: {
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol, VIGIL_EXIT_DEADLINE: '30000', VIGIL_SEND_LOGS: '1', OTEL_EXPORTER_OTLP_COMPRESSION: compression, OTEL_RESOURCE_ATTRIBUTES: 'service.version=9.9' },
      });
      expect(await service.ended).to.deep.equal({ code: 0, signal: null });
      expect(service.stderr()).to.not.include('VIGIL_EXPORT_FAILED');
      await sink.waitFor(({ spans, logs, metrics }) =>
        spans.length >= 2 && logs.length >= 8 && metrics.some(({ name }) => name === 'http.server.request.duration'));

      expect(sink.requests.map(({ encoding }) => encoding)).to.not.include('protobuf');
      const server = sink.spans.find(({ kind }) => kind === 'server');
      const client = sink.spans.find(({ kind }) => kind === 'client');
      expect(server?.parentSpanId).to.equal(client?.spanId);
      expect(server?.attributes).to.include({ 'http.request.method': 'GET', 'http.response.status_code': 200, 'vigil.request.id': 'the-request' });
      expect(server?.resource).to.include({ 'service.name': 'under-test', 'service.version': '9.9', 'telemetry.sdk.language': 'nodejs', 'telemetry.distro.name': 'vigil' });
      const line = sink.logs.find(({ body, attributes }) => body === 'from pino' && attributes['where'] === 'inside');
      expect([line?.traceId, line?.spanId, line?.severityNumber]).to.deep.equal([server?.traceId, server?.spanId, 13]);
      expect(sink.logs.filter(({ resource }) => resource['service.name'] === 'under-test')).to.have.length(8);
      const duration = sink.metrics.find(({ name }) => name === 'http.server.request.duration');
      expect(duration?.kind === 'histogram' && Number(duration.points[0]?.count)).to.equal(1);
    });
  }
});
