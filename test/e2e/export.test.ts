import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { certificateFile, keyFile, startGrpcFront, startProxy, startTlsFront, type Front } from '../support/otlp-fronts.ts';
import { appsFolder, startService, type Service } from '../support/service.ts';

/** A busy machine may take longer than a user would wait. */
const PATIENT = { VIGIL_EXIT_DEADLINE: '30000' };

/** One service that serves itself a request and ends; all its signals must arrive. */
describe('the ways of the export', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let front: Front | undefined;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());
  beforeEach(() => sink.clear());
  afterEach(async () => {
    await front?.close();
    front = undefined;
  });

  async function run(env: Record<string, string | undefined>): Promise<Service> {
    const service = startService({ app: 'one-request.cjs', env: { END: 'natural', ...PATIENT, ...env } });
    await service.ended;
    return service;
  }
  function expectAll(service: Service): void {
    expect(sink.spans.map(({ kind }) => kind).toSorted(), service.stderr()).to.deep.equal(['client', 'server']);
    const [client, server] = ['client', 'server'].map((kind) => sink.spans.find((span) => span.kind === kind));
    expect([server?.traceId, server?.parentSpanId]).to.deep.equal([client?.traceId, client?.spanId]);
    expect(server?.attributes['http.response.status_code']).to.equal(200);
    expect(sink.metrics.map(({ name }) => name)).to.include.members(['http.server.request.duration', 'http.server.active_requests']);
    expect(service.stderr().trim().split('\n')).to.have.length(1);
  }

  it('http/json is JSON, all signals', async () => {
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' });
    expectAll(service);
    expect(new Set(sink.requests.map(({ headers }) => `${headers['content-type']} ${headers['content-encoding']}`))).to.deep.equal(new Set(['application/json gzip']));
    expect(service.stderr()).to.include('(http/json)');
  });

  it('each signal may have its own protocol, endpoint and headers', async () => {
    const service = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_HEADERS: 'x-a=1,x-b=1',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-b=2', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics?tenant=7`,
    });
    expectAll(service);
    const shown = sink.requests.map(({ signal, headers }) => `${signal} ${headers['content-type']} ${headers['x-a']} ${headers['x-b']}`);
    expect(new Set(shown)).to.deep.equal(new Set(['traces application/json 1 1', 'metrics application/x-protobuf 1 2']));
  });

  it('gRPC carries all signals, with headers, when its package is installed', async () => {
    front = await startGrpcFront(sink.url);
    const service = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${front.port}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=k',
    });
    expectAll(service);
    expect(new Set(front.seen)).to.deep.equal(new Set(['traces k', 'metrics k']));
    expect(service.stderr()).to.include('(grpc)');
  });

  it('gRPC leaves by process.exit too', async () => {
    front = await startGrpcFront(sink.url);
    const service = await run({ END: 'exit', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${front.port}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect((await service.ended).code).to.equal(7);
    expect(sink.spans, service.stderr()).to.have.length(2);
  });

  it('gRPC takes an endpoint without a scheme, by TLS unless it is to be insecure', async () => {
    front = await startGrpcFront(sink.url);
    expectAll(await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `127.0.0.1:${front.port}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_INSECURE: 'true' }));
    await front.close();
    sink.clear();
    front = await startGrpcFront(sink.url, true);
    expectAll(await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `localhost:${front.port}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_CERTIFICATE: certificateFile }));
  });

  it('gRPC without its package is named, and the application runs', async () => {
    const without = ['@grpc/grpc-js', '@opentelemetry/otlp-grpc-exporter-base', '@opentelemetry/sdk-node'].join();
    const service = await run({ NODE_OPTIONS: `--require ${appsFolder}without-packages.cjs`, WITHOUT: without, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect((await service.ended).code).to.equal(0);
    expect(service.stderr()).to.include('VIGIL_PEER_MISSING: the protocol grpc needs the package @grpc/grpc-js, which is not installed.');
    expect(service.stderr()).to.include('; nothing is exported; mode observe');
  });

  it('TLS trusts the certificates of a file', async () => {
    front = await startTlsFront(sink.url, false);
    expectAll(await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${front.port}`, OTEL_EXPORTER_OTLP_CERTIFICATE: certificateFile }));
    expect(new Set(front.seen)).to.deep.equal(new Set(['anybody']));
  });

  it('TLS trusts nobody else', async () => {
    front = await startTlsFront(sink.url, false);
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${front.port}` });
    expect(service.stderr()).to.match(/VIGIL_EXPORT_FAILED: telemetry does not reach https:\/\/localhost:\d+: (DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT)/);
    expect(sink.requests).to.deep.equal([]);
  });

  it('mutual TLS shows who we are', async () => {
    front = await startTlsFront(sink.url, true);
    expectAll(await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${front.port}`, OTEL_EXPORTER_OTLP_CERTIFICATE: certificateFile,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certificateFile, OTEL_EXPORTER_OTLP_CLIENT_KEY: keyFile,
    }));
    expect(new Set(front.seen)).to.deep.equal(new Set(['known']));
  });

  it('a file of certificates that cannot be read is named once', async () => {
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_CERTIFICATE: 'nowhere.pem' });
    expect(service.stderr().match(/VIGIL_CERTIFICATE_UNREADABLE: OTEL_EXPORTER_OTLP_CERTIFICATE names nowhere\.pem, which cannot be used: ENOENT, there is no such file/g)).to.have.length(1);
    expect(sink.spans).to.have.length(2);
  });

  for (const variable of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) {
    it(`${variable} leads the export through the proxy`, async () => {
      front = await startProxy(sink.url);
      expectAll(await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.test:4318', [variable]: `http://127.0.0.1:${front.port}` }));
      expect(new Set(front.seen)).to.deep.equal(new Set(['POST http://collector.test:4318/v1/traces', 'POST http://collector.test:4318/v1/metrics']));
    });
  }

  it('HTTPS_PROXY leads TLS through the proxy, unseen', async () => {
    const tls = await startTlsFront(sink.url, false);
    front = await startProxy(`http://127.0.0.1:${tls.port}`);
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.test', HTTPS_PROXY: `http://127.0.0.1:${front.port}`, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' });
    await tls.close();
    expectAll(service);
    expect(new Set(front.seen)).to.deep.equal(new Set(['CONNECT collector.test:443']));
  });

  it('gRPC goes through the proxy too', async () => {
    const grpc = await startGrpcFront(sink.url);
    front = await startProxy(`http://127.0.0.1:${grpc.port}`);
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.test:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', HTTP_PROXY: `http://127.0.0.1:${front.port}` });
    await grpc.close();
    expectAll(service);
    expect(new Set(front.seen)).to.deep.equal(new Set(['CONNECT collector.test:4317']));
  });

  for (const [what, endpoint, noProxy] of [['this machine', undefined, undefined], ['what NO_PROXY names', 'http://127.0.0.1.nip.test', '.nip.test,other']] as const) {
    it(`no proxy is asked for ${what}`, async () => {
      front = await startProxy(sink.url);
      const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint ?? sink.url, HTTP_PROXY: `http://127.0.0.1:${front.port}`, NO_PROXY: noProxy });
      expect(front.seen).to.deep.equal([]);
      if (endpoint === undefined) expectAll(service);
    });
  }
});
