import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { preset } from '@vigil/node/sdk';
import { expect } from 'chai';
import { appsFolder, startService, type Service, type ServiceOptions } from '../support/service.ts';

// That is all a type checker needs: it is never called.
export const typed = (mine: Partial<NodeSDKConfiguration>): NodeSDK => new NodeSDK({ ...preset(), ...mine });

describe('the preset in a NodeSDK', () => {
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  beforeEach(() => sink.clear());
  after(() => sink.close());

  async function run(options: ServiceOptions): Promise<Service> {
    const service = startService({ endpoint: sink.url, ...options });
    const { code } = await service.ended;
    expect(code, service.stderr()).to.equal(0);
    return service;
  }

  /** One request to itself by an application that has its SDK as the code says; all it told has arrived when this is done. */
  async function requestWith(mine: string, env: Record<string, string> = {}): Promise<Service> {
    const app = `
      const api = require('@opentelemetry/api');
      const { NodeSDK } = require('@opentelemetry/sdk-node');
      const { preset } = require('@vigil/node/sdk');
      const sdk = new NodeSDK({ ...preset(), ...(${mine}) });
      sdk.start();
      process.env.END = 'natural';
      require('./test/apps/one-request.cjs');`;
    return run({ app, preload: 'none', env });
  }

  const kinds = (): string[] => sink.spans.map(({ kind }) => kind).toSorted();
  const server = (): ReceivedSpan | undefined => sink.spans.find(({ kind }) => kind === 'server');

  describe('gives the same as the one line', () => {
    /** What is told of a service, less what differs from run to run. */
    async function told(preload: ServiceOptions['preload']): Promise<unknown> {
      sink.clear();
      const app = preload === 'none' ? 'sdk.mjs' : 'loggers.cjs';
      const service = await run({ app, preload: preload ?? 'require', env: { VIGIL_SEND_LOGS: '1', APP: `${appsFolder}loggers.cjs` } });
      const span = ({ name, kind, attributes, scope, status }: ReceivedSpan): object => ({
        name, kind, scope: scope.name, status, attributes: Object.keys(attributes).filter((key) => key !== 'user_agent.original').toSorted(),
      });
      return {
        spans: sink.spans.map(span).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
        metrics: [...new Set(sink.metrics.map(({ name, kind, unit }) => `${name} ${kind} ${unit}`))].toSorted(),
        logs: sink.logs.map(({ body, severityNumber, traceId }) => `${String(body)} ${severityNumber} ${traceId !== ''}`).toSorted(),
        lines: service.stdout().trim().split('\n').map((line) => Object.keys(JSON.parse(line) as object).toSorted().join()).toSorted(),
        resource: Object.entries(sink.spans[0]?.resource ?? {}).filter(([key]) => !/^(service\.instance\.id|process\.pid|process\.command.*)$/.test(key))
          .map(([key, value]) => `${key}=${String(value)}`).toSorted(),
        parents: sink.spans.filter(({ parentSpanId }) => parentSpanId !== '').length,
      };
    }

    for (const [preload, how] of [['sdk', 'preloaded'], ['none', 'in an ES module']] as const) {
      it(`spans, metrics, lines, records and resource (${how})`, async () => {
        const oneLine = await told('require') as { metrics: string[]; logs: string[] };
        expect(oneLine.metrics.length).to.be.greaterThan(15);
        expect(oneLine.logs).to.have.length(8);
        expect(await told(preload)).to.deep.equal(oneLine);
      });
    }
  });

  describe('works with what the application puts into its SDK', () => {
    it('instrumentations in the place of ours', async () => {
      await requestWith('{ instrumentations: [] }');
      expect(kinds()).to.deep.equal(['client', 'server']);
      expect(sink.metrics.map(({ name }) => name)).to.include.members(['http.server.request.duration', 'process.cpu.time', 'nodejs.eventloop.delay.p99', 'http.server.active_requests']);
    });

    it('a context manager of its own', async () => {
      const own = "new (require('node:module').createRequire(require.resolve('@opentelemetry/sdk-node'))('@opentelemetry/context-async-hooks').AsyncLocalStorageContextManager)()";
      await requestWith(`{ contextManager: ${own} }`);
      const [client, inbound] = [sink.spans.find(({ kind }) => kind === 'client'), server()];
      expect(inbound?.parentSpanId).to.equal(client?.spanId);
    });

    it('span processors, which may change what they see', async () => {
      const processor = "{ onStart: (span) => span.setAttribute('shop.own', 'yes'), onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} }";
      const exporting = "require('node:module').createRequire(require.resolve('@opentelemetry/sdk-node'))";
      await requestWith(`(() => {
        const { BatchSpanProcessor } = ${exporting}('@opentelemetry/sdk-trace');
        const { OTLPTraceExporter } = ${exporting}('@opentelemetry/exporter-trace-otlp-proto');
        return { spanProcessors: [${processor}, new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] };
      })()`);
      expect(sink.spans.map(({ attributes }) => attributes['shop.own'])).to.deep.equal(['yes', 'yes']);
    });

    it('a sampler', async () => {
      await requestWith("{ sampler: { shouldSample: (_context, _traceId, name) => ({ decision: name === 'GET' ? 0 : 2 }), toString: () => 'none' } }");
      expect(sink.spans).to.deep.equal([]);
      expect(sink.metrics.map(({ name }) => name)).to.include('http.server.request.duration');
    });

    it('a propagator', async () => {
      const propagator = `{
        inject: (context, carrier, setter) => setter.set(carrier, 'x-own', api.trace.getSpanContext(context).traceId),
        extract: (context, carrier) => api.trace.setSpanContext(context, { traceId: carrier['x-own'], spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true }),
        fields: () => ['x-own'],
      }`;
      await requestWith(`{ textMapPropagator: ${propagator} }`);
      expect(server()?.parentSpanId).to.equal('b7ad6b7169203331');
      expect(server()?.traceId).to.equal(sink.spans.find(({ kind }) => kind === 'client')?.traceId);
    });

    it('a service name, and a resource', async () => {
      await requestWith("{ serviceName: 'by-the-sdk' }");
      expect(server()?.resource['service.name']).to.equal('by-the-sdk');
    });

    it('no metrics at all', async () => {
      await requestWith('{ metricReaders: [] }');
      expect(kinds()).to.deep.equal(['client', 'server']);
      expect(sink.metrics).to.deep.equal([]);
    });
  });

  it('says once that it watches, and lets what waits leave when the process is told to end', async () => {
    const service = startService({ app: 'one-request.cjs', preload: 'sdk', endpoint: sink.url, env: { END: 'signal', OTEL_BSP_SCHEDULE_DELAY: '60000' } });
    while (!service.stdout().includes('READY')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await service.stop()).to.deep.equal({ code: null, signal: 'SIGTERM' });
    expect(kinds()).to.deep.equal(['client', 'server']);
    expect(service.stderr()).to.match(/^vigil: \S+ watches under-test; telemetry by the application's own SDK; mode observe\n$/);
  });

  it('is nothing when Vigil is disabled', async () => {
    await requestWith('{}', { VIGIL_DISABLED: '1' });
    expect(sink.spans).to.deep.equal([]);
  });

  it('adds nothing where Vigil has started already, and says so', async () => {
    const service = await run({ app: 'one-request.cjs', env: { END: 'natural' }, nodeArgs: ['--require', `${appsFolder}sdk.cjs`] });
    expect(service.stderr()).to.include('VIGIL_PRESET_BESIDE_START: preset() was called where Vigil has started with telemetry of its own.');
    expect(kinds()).to.deep.equal(['client', 'server']);
  });

  it('says what is wrong with a setting, and refuses to go on with VIGIL_STRICT', async () => {
    const service = startService({ app: '0', preload: 'sdk', env: { VIGIL_MODE: 'obsreve', VIGIL_STRICT: '1' } });
    expect((await service.ended).code).to.equal(1);
    expect(service.stderr()).to.include('VIGIL_CONFIG_INVALID: VIGIL_MODE');
  });
});
