import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload, type Service } from '../support/service.ts';

const CASES: readonly (readonly [framework: string, preload: Preload])[] = [
  ['express', 'require'], ['express', 'general'], ['fastify', 'require'], ['fastify', 'general'],
];
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Somebody else's server, which nobody watches. */
class Neighbour {
  readonly seen: IncomingHttpHeaders[] = [];
  /** Where it sends the next call. */
  location: string | undefined;
  readonly #server: Server = createServer(({ headers }, response) => {
    this.seen.push(headers);
    if (this.location !== undefined) response.writeHead(302, { location: this.location });
    this.location = undefined;
    response.end('neighbour');
  });

  open = (): Promise<void> => new Promise((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
  close = (): Promise<unknown> => new Promise((resolve) => this.#server.close(resolve));
  get url(): string { return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`; }
}

for (const [framework, preload] of CASES) {
  describe(`noise, in ${framework} by ${preload}`, () => {
    const neighbour = new Neighbour();
    let sink: Receiver;
    let service: Service;
    let url: string;

    before(() => neighbour.open());
    after(() => neighbour.close());
    beforeEach(async () => {
      neighbour.seen.length = 0;
      sink = await startReceiver();
    });
    afterEach(async () => {
      await service.stop();
      await sink.close();
    });

    async function begin(env: Record<string, string> = {}): Promise<void> {
      service = startService({ app: 'noise.cjs', preload, endpoint: sink.url, env: { FRAMEWORK: framework, ...env } });
      url = await service.url();
    }
    const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
      const response = await fetch(url + path, { headers });
      await response.text();
      return response;
    };
    /** Which requests left a server span, once all that were made are told. */
    async function traced(): Promise<unknown[]> {
      await get('/orders/last');
      await sink.waitFor(({ spans }) => spans.some(({ attributes }) => attributes['url.path'] === '/orders/last'));
      const paths = sink.spans.filter(({ kind }) => kind === 'server').map(({ attributes }) => attributes['url.path']);
      return paths.filter((path) => path !== '/orders/last');
    }

    it('leaves out health checks with all that happens within them, which have ids and are measured', async () => {
      await begin();
      await get(`/healthz?url=${neighbour.url}`, { traceparent: TRACEPARENT });
      expect(await traced()).to.deep.equal([]);
      expect(sink.spans.filter(({ kind }) => kind === 'client')).to.deep.equal([]);
      expect(neighbour.seen[0]?.['traceparent']).to.match(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/);
      const line = service.stdout().split('\n').find((text) => text.includes('"checked"')) ?? '';
      expect(JSON.parse(line)).to.include({ trace_id: '0af7651916cd43dd8448eb211c80319c', trace_flags: '00' });
      await service.stop();
      const duration = sink.metrics.findLast(({ name }) => name === 'http.server.request.duration');
      expect(duration?.points.map(({ attributes }) => attributes['http.route'])).to.include('/healthz');
    });

    it('leaves out static files that are served, and keeps what is missing, has a route, or is no such file', async () => {
      await begin();
      for (const path of ['/files/app.css', '/files/app.css?v=2', '/files/gone.css', '/files/page.html', '/orders/app.css']) await get(path);
      expect(await traced()).to.deep.equal(['/files/gone.css', '/files/page.html', '/orders/app.css']);
    });

    it('can be told other paths and files, and none', async () => {
      await begin({ VIGIL_IGNORE_PATHS: '/orders/1,/files/*', VIGIL_STATIC_FILES: 'none' });
      for (const path of ['/orders/1', '/orders/12', '/files/app.css']) await get(path);
      await get(`/healthz?url=${neighbour.url}`);
      expect(await traced()).to.deep.equal(['/orders/12', '/healthz']);
      await service.stop();
      sink.clear();
      await begin({ VIGIL_IGNORE_PATHS: 'none', VIGIL_STATIC_FILES: 'none' });
      for (const path of ['/files/app.css', '/orders/1']) await get(path);
      expect(await traced()).to.deep.equal(['/files/app.css', '/orders/1']);
    });

    it('leaves out what happens within a health check also where the sampler does not ask for the parent', async () => {
      await begin({ OTEL_TRACES_SAMPLER: 'always_on' });
      await get(`/healthz?url=${neighbour.url}`);
      await get(`/fetch?url=${neighbour.url}`);
      expect(await traced()).to.deep.equal(['/fetch']);
      expect(sink.spans.filter(({ kind }) => kind === 'client')).to.have.length(1);
    });

    it('takes baggage to this machine and to private networks by default, and where it is told to', async () => {
      const baggage = 'tenant=acme,user=7';
      for (const [hosts, expected] of [[undefined, baggage], ['none', undefined], ['*.example.com', undefined], ['127.0.0.1', baggage]] as const) {
        neighbour.seen.length = 0;
        await begin(hosts === undefined ? {} : { VIGIL_BAGGAGE_HOSTS: hosts });
        await get(`/fetch?url=${neighbour.url}`, { baggage, traceparent: TRACEPARENT });
        expect(neighbour.seen[0]?.['baggage'], hosts).to.equal(expected);
        expect(neighbour.seen[0]?.['traceparent']).to.include('0af7651916cd43dd8448eb211c80319c');
        await service.stop();
      }
    });

    it('takes no baggage along where an allowed host sends a call elsewhere', async () => {
      await begin({ VIGIL_BAGGAGE_HOSTS: 'localhost' });
      neighbour.location = neighbour.url;
      await get(`/fetch?url=${neighbour.url.replace('127.0.0.1', 'localhost')}`, { baggage: 'tenant=acme' });
      expect(neighbour.seen.map((headers) => [headers['baggage'], typeof headers['traceparent']])).to.deep.equal([['tenant=acme', 'string'], [undefined, 'string']]);
    });

    it('takes no more baggage along than the specification lets it, however much a client sends', async () => {
      await begin();
      for (const baggage of [`a=${'x'.repeat(4000)},`.repeat(3), 'a=1,'.repeat(3000), Array.from({ length: 900 }, (_, i) => `k${i}=1`).join()]) {
        await get(`/fetch?url=${neighbour.url}`, { baggage });
      }
      const taken = neighbour.seen.map((headers) => String(headers['baggage']));
      expect(taken).to.have.length(3);
      for (const baggage of taken) {
        expect(baggage.length).to.be.at.most(8192);
        expect(baggage.split(',').length).to.be.at.most(180);
      }
    });

    it('puts the baggage that is asked for on spans and log records, and no other', async () => {
      await begin({ VIGIL_BAGGAGE_KEYS: 'tenant', VIGIL_SEND_LOGS: '1' });
      await get('/orders/7', { baggage: 'tenant=acme,user=7' });
      await get(`/fetch?url=${neighbour.url}`, { baggage: 'tenant=other,user=7' });
      await get('/orders/8');
      const spans = await sink.waitFor((all) => all.spans.length >= 4 && all.spans);
      const carried = spans.map(({ kind, attributes }) => [kind, attributes['url.path'], attributes['tenant'], attributes['user']]);
      expect(carried).to.have.deep.members([
        ['server', '/orders/7', 'acme', undefined], ['server', '/fetch', 'other', undefined], ['client', undefined, 'other', undefined],
        ['server', '/orders/8', undefined, undefined],
      ]);
      const logs = await sink.waitFor((all) => all.logs.length >= 2 && all.logs);
      expect(logs.map(({ attributes }) => [attributes['tenant'], attributes['user']])).to.deep.equal([['acme', undefined], [undefined, undefined]]);
    });

    it('tells browsers the trace of an answer only when asked to', async () => {
      await begin();
      expect((await get('/orders/7')).headers.get('server-timing')).to.equal(null);
      await service.stop();
      await begin({ VIGIL_SERVER_TIMING: '1' });
      sink.clear();
      const told = (await get('/orders/8')).headers.get('server-timing');
      const span = await sink.waitFor(({ spans }) => spans.find(({ attributes }) => attributes['url.path'] === '/orders/8'));
      expect(told).to.equal(`traceparent;desc="00-${span.traceId}-${span.spanId}-01"`);
      expect((await get('/files/app.css')).headers.get('server-timing')).to.match(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-01"$/);
      expect((await get(`/healthz?url=${neighbour.url}`)).headers.get('server-timing')).to.match(/-00"$/);
      expect(await traced()).to.deep.equal(['/orders/8']);
    });

    /** The spans of what a request passed through, in order. */
    async function steps(path: string): Promise<readonly ReceivedSpan[]> {
      await get(path);
      const server = await sink.waitFor(({ spans }) => spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path.split('?')[0]));
      await service.stop();
      const inner = sink.spans.filter(({ kind }) => kind === 'internal').toSorted((a, b) => Number(a.startTime - b.startTime));
      for (const { traceId, parentSpanId } of inner) expect([traceId, parentSpanId]).to.deep.equal([server.traceId, server.spanId]);
      return inner;
    }
    const ms = ({ startTime, endTime }: ReceivedSpan): number => Number(endTime - startTime) / 1e6;

    it('makes spans of middleware, hooks and handlers only when asked to', async () => {
      await begin();
      expect(await steps(`/steps?url=${neighbour.url}`)).to.deep.equal([]);
      sink.clear();
      await begin({ VIGIL_MIDDLEWARE_SPANS: '1' });
      const inner = await steps(`/steps?url=${neighbour.url}`);
      expect(inner.map(({ name }) => name)).to.deep.equal(framework === 'express'
        ? ['middleware - anonymous', 'request handler - /steps', 'request handler - /steps']
        : ['preValidation - wait', 'preHandler - check', 'request handler - /steps']);
      const waited = inner.find(({ attributes }) => (attributes['express.name'] ?? attributes['hook.callback.name']) === 'wait');
      expect(waited === undefined ? 0 : ms(waited)).to.be.greaterThan(10);
      expect(sink.spans.filter(({ kind }) => kind === 'client')).to.have.length(1);
    });

    it('tells which of them failed', async () => {
      await begin({ VIGIL_MIDDLEWARE_SPANS: '1' });
      const failed = (await steps('/fails')).filter(({ status }) => status.code === 'error');
      expect(failed.map(({ attributes, events }) => [attributes['error.type'], events[0]?.attributes['exception.message']])).to.deep.equal([['RangeError', 'failed']]);
    });
  });
}
