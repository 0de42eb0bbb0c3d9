import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type ServiceOptions } from '../support/service.ts';

const NOWHERE = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

/** Runs code to its end; what it printed as JSON, and what was said on stderr. */
async function run(app: string, options: Partial<ServiceOptions> = {}): Promise<{ printed: unknown; stderr: string; code: number | null }> {
  const service = startService({ app, ...options });
  const { code } = await service.ended;
  const stdout = service.stdout();
  return { printed: stdout === '' ? undefined : JSON.parse(stdout), stderr: service.stderr(), code };
}

/** What a process can show of hooks, timers, sockets and threads. */
const TRACES_OF_US = `
  const dc = require('node:diagnostics_channel');
  const channels = ['http.server.request.start', 'http.server.response.finish', 'http.client.request.created', 'undici:request:create',
    'fastify.initialization', 'tracing:pino_asJson:start'];
  setTimeout(() => console.log(JSON.stringify({
    watched: channels.filter((name) => dc.hasSubscribers(name)),
    listeners: ['exit', 'beforeExit', 'SIGTERM', 'SIGINT', 'uncaughtExceptionMonitor'].filter((name) => process.listenerCount(name) > 0),
    resources: process.getActiveResourcesInfo(),
    globals: Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => /vigil|opentelemetry/.test(name)),
  })), 20);`;

describe('the start', () => {
  it('says in one line who is watched, where telemetry goes and in which mode', async () => {
    const { stderr, code } = await run('0', { env: { OTEL_RESOURCE_ATTRIBUTES: 'service.version=3.2.1' } });
    expect(code).to.equal(0);
    expect(stderr.split('\n')[0]).to.match(/^vigil: \d+\.\d+\.\d+ watches under-test 3\.2\.1; traces, metrics, logs to http:\/\/127\.0\.0\.1:9 \(http\/protobuf\); mode observe$/);
  });

  it('shows no credentials of an endpoint', async () => {
    const { stderr } = await run('0', { env: { ...NOWHERE, OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://me:hunter2@127.0.0.1:9/in?key=hunter2', OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2' } });
    expect(stderr).to.include('http://127.0.0.1:9/in (');
    expect(stderr).to.not.include('hunter2');
  });

  for (const name of ['VIGIL_DISABLED', 'OTEL_SDK_DISABLED']) {
    it(`leaves nothing behind with ${name}`, async () => {
      const bare = await run(TRACES_OF_US, { preload: 'none' });
      const disabled = await run(TRACES_OF_US, { env: { [name]: 'true' } });
      expect(disabled).to.deep.equal(bare);
    });
  }

  it('hooks in otherwise (so that the test above can fail)', async () => {
    const { printed } = await run(TRACES_OF_US, { env: NOWHERE });
    expect((printed as { watched: string[] }).watched).to.have.length(6);
  });

  it('names a wrong value, says what was expected, and runs on the default', async () => {
    const { stderr, code } = await run('0', { env: { ...NOWHERE, VIGIL_MODE: 'obsreve', OTEL_BSP_SCHEDULE_DELAY: 'soon' } });
    expect(code).to.equal(0);
    expect(stderr).to.include('VIGIL_CONFIG_INVALID: VIGIL_MODE is "obsreve", but it takes one of observe, shadow, enforce (did you mean observe?).');
    expect(stderr).to.include('VIGIL_CONFIG_INVALID: OTEL_BSP_SCHEDULE_DELAY is "soon", but it takes a whole number from 0 to 2147483647.');
    expect(stderr).to.include('mode observe');
  });

  it('asks about a variable that is almost one of ours', async () => {
    const { stderr } = await run('0', { env: { ...NOWHERE, VIGIL_SENDLOGS: '1' } });
    expect(stderr).to.include('VIGIL_CONFIG_UNKNOWN: VIGIL_SENDLOGS is not a setting of Vigil. Correct it (did you mean VIGIL_SEND_LOGS?); ');
  });

  it('refuses to start on a wrong value with VIGIL_STRICT', async () => {
    const { stderr, code } = await run('console.log(1)', { env: { ...NOWHERE, VIGIL_MODE: 'obsreve', VIGIL_STRICT: '1' } });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^vigil: VIGIL_CONFIG_INVALID.*\nvigil: VIGIL_STRICT_REFUSED: .*\n$/);
  });

  it('warns when the service has no name anywhere', async () => {
    const { stderr } = await run('0', { cwd: '/', env: { ...NOWHERE, OTEL_SERVICE_NAME: undefined } });
    expect(stderr).to.include('VIGIL_SERVICE_UNNAMED: the service has no name, so it is called unknown_service:node.');
  });

  it('happens in code too, once, whoever calls', async () => {
    const { printed, stderr } = await run(
      `const { start } = require('@vigil/node'); const a = start({ serviceName: 'by-code', logLevel: 'info' }); const b = start();
       console.log(JSON.stringify([a === b, a.status().service, a.status().running]));`,
      { preload: 'none', env: NOWHERE },
    );
    expect(printed).to.deep.equal([true, 'by-code', true]);
    expect(stderr.match(/watches/g)).to.have.length(1);
  });

  it('can be taken back: shutdown leaves no hook and no handle', async () => {
    const { printed } = await run(
      `const dc = require('node:diagnostics_channel'); const { start } = require('@vigil/node');
       (async () => { const vigil = start(); await vigil.shutdown(); await vigil.shutdown();
       console.log(JSON.stringify([dc.hasSubscribers('http.server.request.start'), process.listenerCount('exit'), vigil.status().running])); })();`,
      { preload: 'none', env: NOWHERE },
    );
    expect(printed).to.deep.equal([false, 0, false]);
  });

  it('does not happen again in worker threads', async () => {
    const { stderr, code } = await run(`new (require('node:worker_threads').Worker)('0', { eval: true }).on('exit', (code) => process.exitCode = code)`, { env: NOWHERE });
    expect(code).to.equal(0);
    expect(stderr.match(/watches/g)).to.have.length(1);
  });

  it("takes the name and version of the nearest package.json when the environment gives none", async () => {
    const { stderr } = await run('0', { env: { ...NOWHERE, OTEL_SERVICE_NAME: undefined }, cwd: new URL('../../examples/express-shop/', import.meta.url).pathname });
    expect(stderr).to.include('watches express-shop 1.4.0;');
  });

  it("leaves a propagator of the application where it is, says so, and watches", async () => {
    const { stderr, printed } = await run(
      `const { propagation } = require('@opentelemetry/api'); const own = { inject() {}, extract: (context) => context, fields: () => ['own'] };
       propagation.setGlobalPropagator(own); const vigil = require('@vigil/node').start();
       console.log(JSON.stringify([vigil.status().running, propagation.fields()]));`,
      { preload: 'none', env: NOWHERE },
    );
    expect(printed).to.deep.equal([true, ['own']]);
    expect(stderr).to.include('VIGIL_GLOBAL_TAKEN: the propagator of OpenTelemetry was registered before Vigil and stays as it is');
  });

  it('names an SDK that was there first, and the application runs', async () => {
    const { stderr, code, printed } = await run(
      `const { trace } = require('@opentelemetry/api'); trace.setGlobalTracerProvider({ getTracer() {} });
       require('@vigil/node').start(); console.log('"ran"');`,
      { preload: 'none', env: NOWHERE },
    );
    expect([code, printed]).to.deep.equal([0, 'ran']);
    expect(stderr).to.include('VIGIL_SDK_PRESENT: another OpenTelemetry SDK was started first, so Vigil stands aside: one with a Object.');
  });
});

describe('the export', () => {
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());

  it('follows the variables of the specification: headers, compression, endpoints per signal', async () => {
    sink.clear();
    const service = startService({
      app: 'one-request.cjs',
      env: {
        END: 'natural', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${sink.url}/v1/traces`,
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=acme', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      },
    });
    await service.ended;
    const request = await sink.waitFor(({ requests }) => requests.find(({ signal }) => signal === 'traces'));
    expect(request.headers).to.include({ 'x-tenant': 'acme', 'content-encoding': 'gzip', 'content-type': 'application/x-protobuf' });
    expect(request.headers['user-agent']).to.match(/^vigil\//);
    expect(sink.spans).to.have.length(2);
    expect(sink.metrics).to.not.have.length(0);
  });

  it('sends nothing of a trace that the sampler leaves out, but counts and correlates it', async () => {
    sink.clear();
    const service = startService({ app: 'one-request.cjs', endpoint: sink.url, env: { END: 'natural', OTEL_TRACES_SAMPLER: 'always_off' } });
    await service.ended;
    expect(sink.spans).to.deep.equal([]);
    const duration = sink.metrics.find(({ name }) => name === 'http.server.request.duration');
    expect(duration).to.not.equal(undefined);
  });
});
