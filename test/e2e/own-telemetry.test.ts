import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Service } from '../support/service.ts';

/** One request to itself, then the end; the handler does what the test says. */
const application = (handler: string, before: string): string => `
  const api = require('@opentelemetry/api');
  ${before}
  const http = require('node:http');
  const server = http.createServer(async (request, response) => { response.end(String(await (${handler})(request))); });
  server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port, agent: false, path: '/own' }, (response) => {
    response.on('data', (text) => console.log(String(text))).on('close', () => { server.close(); server.closeAllConnections(); });
  }));`;

describe("telemetry of the application's own", () => {
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  beforeEach(() => sink.clear());
  after(() => sink.close());

  async function run(handler: string, { options = '', before = '' }: { options?: string; before?: string } = {}): Promise<Service> {
    const start = options === '' ? '' : `require('@vigil/node').start(${options});`;
    const service = startService({ app: application(handler, start + before), preload: start === '' ? 'require' : 'none', endpoint: sink.url });
    expect((await service.ended).code, service.stderr()).to.equal(0);
    return service;
  }

  const span = (kind: ReceivedSpan['kind']): ReceivedSpan | undefined => sink.spans.find((one) => one.kind === kind);
  const QUIET = '() => 1';

  // With and without the hot path: an application must not be able to tell them apart.
  for (const [path, options] of [['hot', ''], ['general', "{ sampler: 'always_on' }"]] as const) {
    describe(`through the API, on the ${path} path`, () => {
      it('spans stand below the server span, with what they were given', async () => {
        await run(`() => api.trace.getTracer('shop', '1.0').startActiveSpan('reckon', { attributes: { sku: 'chair' } }, (span) => {
          api.trace.getTracer('shop').startSpan('below').end();
          span.addEvent('half').recordException(new RangeError('odd'));
          span.setStatus({ code: 2, message: 'no' }).end();
          return api.trace.getActiveSpan() === span;
        })`, { options });
        const reckon = sink.spans.find(({ name }) => name === 'reckon');
        expect(reckon?.parentSpanId).to.equal(span('server')?.spanId);
        expect(reckon?.attributes).to.include({ sku: 'chair' });
        expect(reckon?.events.map(({ name }) => name)).to.deep.equal(['half', 'exception']);
        expect(reckon?.status).to.deep.equal({ code: 'error', message: 'no' });
        expect(reckon?.scope).to.include({ name: 'shop', version: '1.0' });
        expect(sink.spans.find(({ name }) => name === 'below')?.parentSpanId).to.equal(reckon?.spanId);
      });

      it('metrics arrive beside ours', async () => {
        await run(`() => {
          const meter = api.metrics.getMeter('shop');
          meter.createCounter('shop.orders').add(3, { kind: 'chair' });
          meter.createObservableGauge('shop.stock').addCallback((result) => result.observe(7));
        }`, { options });
        const orders = sink.metrics.find(({ name }) => name === 'shop.orders');
        expect(orders?.points[0]).to.deep.include({ value: 3, attributes: { kind: 'chair' } });
        expect(sink.metrics.map(({ name }) => name)).to.include.members(['shop.stock', 'http.server.request.duration']);
      });

      it('log records carry the ids of their request', async () => {
        await run("() => api.logs.getLogger('shop').emit({ severityNumber: 9, body: 'sold' })", { options });
        const record = sink.logs.find(({ body }) => body === 'sold');
        expect([record?.traceId, record?.spanId]).to.deep.equal([span('server')?.traceId, span('server')?.spanId]);
      });

      it('baggage travels in the context', async () => {
        const service = await run(`() => {
          const baggage = api.propagation.createBaggage({ tenant: { value: 'acme' } });
          const context = api.propagation.setBaggage(api.context.active(), baggage);
          return api.context.with(context, async () => { await null; return api.propagation.getActiveBaggage().getEntry('tenant').value; });
        }`, { options });
        expect(service.stdout()).to.equal('acme\n');
      });

      it('a carrier is filled and read by the propagators', async () => {
        const service = await run(`() => {
          const carrier = {};
          api.propagation.inject(api.context.active(), carrier);
          return api.trace.getSpanContext(api.propagation.extract(api.ROOT_CONTEXT, carrier)).spanId;
        }`, { options });
        expect(service.stdout()).to.equal(`${span('server')?.spanId}\n`);
      });
    });
  }

  it('span processors see each span, and may change it', async () => {
    const service = await run(QUIET, {
      options: "{ spanProcessors: [{ onStart: (span) => span.setAttribute('shop.own', 'yes'), onEnd: (span) => console.log(span.kind), forceFlush: async () => {}, shutdown: async () => {} }] }",
    });
    expect([span('server'), span('client')].map((one) => one?.attributes['shop.own'])).to.deep.equal(['yes', 'yes']);
    expect(service.stdout().trim().split('\n').toSorted()).to.deep.equal(['1', '1', '2']);
  });

  it('a sampler decides, and may add', async () => {
    const sampler = "{ shouldSample: (context, traceId, name, kind) => ({ decision: kind === 1 ? 2 : 0, attributes: { 'shop.sampled': 'so' } }), toString: () => 'own' }";
    await run(QUIET, { options: `{ sampler: ${sampler} }` });
    expect(sink.spans.map(({ kind }) => kind)).to.deep.equal(['server']);
    expect(span('server')?.attributes).to.include({ 'shop.sampled': 'so' });
  });

  it('a sampler is not asked about health checks', async () => {
    const sampler = "{ shouldSample: () => ({ decision: 2 }), toString: () => 'own' }";
    await run(QUIET, { options: `{ sampler: ${sampler}, ignorePaths: ['/own'] }` });
    expect(sink.spans.map(({ kind }) => kind)).to.deep.equal(['client']);
  });

  it('a propagator carries the trace in its own way', async () => {
    const propagator = `{
      inject: (context, carrier, setter) => setter.set(carrier, 'x-own', require('@opentelemetry/api').trace.getSpanContext(context).traceId),
      extract: (context, carrier) => require('@opentelemetry/api').trace.setSpanContext(context, { traceId: carrier['x-own'], spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true }),
      fields: () => ['x-own'],
    }`;
    await run(QUIET, { options: `{ textMapPropagator: ${propagator} }` });
    expect(span('server')?.parentSpanId).to.equal('b7ad6b7169203331');
    expect(span('server')?.traceId).to.equal(span('client')?.traceId);
  });

  it('instrumentations, registered by the application, patch and tell', async () => {
    const own = "require('node:module').createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'))('@opentelemetry/instrumentation')";
    await run(QUIET, {
      before: `
        const { InstrumentationBase, InstrumentationNodeModuleDefinition, registerInstrumentations } = ${own};
        class Own extends InstrumentationBase {
          constructor() { super('own', '1.0.0', {}); }
          init() {
            return [new InstrumentationNodeModuleDefinition('express', ['*'], (exports) => {
              this.tracer.startSpan('own span').end();
              return exports;
            })];
          }
        }
        registerInstrumentations({ instrumentations: [new Own()] });
        require('express');`,
    });
    expect(sink.spans.map(({ name }) => name)).to.include('own span');
  });
});
