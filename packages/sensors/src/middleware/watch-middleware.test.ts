import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import express from 'express';
import { fastify, type FastifyInstance } from 'fastify';
import type { Exchange, ServerObserver } from '../http-server/exchange.ts';
import { watchHttpServer } from '../http-server/watch-http-server.ts';
import { stopAll, type Stop } from '../watch-channel.ts';
import type { MiddlewareObserver, Step } from './middleware-observer.ts';
import { watchExpressMiddleware } from './watch-express-middleware.ts';
import { watchFastifyHooks } from './watch-fastify-hooks.ts';

describe('what a request passes through', () => {
  let told: string[];
  let failures: GuardFailure[];
  let stop: Stop;

  const server: ServerObserver<Exchange> = {
    open: (request, response) => ({ request, response, route: undefined, error: undefined, requestId: 'r-1' }),
    enter: () => {}, isCurrent: () => true, run: (_exchange, fn) => fn(), close: () => {},
  };
  const observer: MiddlewareObserver<Step> = {
    begin: (_exchange, step) => {
      told.push(`${step.kind} ${step.name || step.route}`);
      return step;
    },
    end: ({ name, route }, error) => void told.push(`${error === undefined ? 'done' : `failed ${(error as Error).message}`} ${name || route}`),
  };

  beforeEach(() => {
    [told, failures] = [[], []];
    const guard = createGuard({ report: (failure) => failures.push(failure) });
    stop = stopAll([watchHttpServer(server, guard), watchExpressMiddleware(observer, guard), watchFastifyHooks(observer, guard)]);
  });
  afterEach(() => {
    stop();
    expect(failures).to.deep.equal([]);
  });

  async function visit(to: Server, path: string): Promise<number | undefined> {
    const { port } = to.address() as AddressInfo;
    const [response] = (await once(get({ host: '127.0.0.1', port, path, agent: false }), 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    // The server may learn of the end after its client.
    while (told.filter((text) => /^(done|failed)/.test(text)).length * 2 < told.length) await new Promise((resolve) => setImmediate(resolve));
    return response.statusCode;
  }

  describe('in Express', () => {
    let app: express.Express;
    let listening: Server;
    beforeEach(async () => {
      app = express();
      listening = app.listen(0, '127.0.0.1');
      await once(listening, 'listening');
    });
    afterEach(() => new Promise((resolve) => listening.close(resolve)));

    it('is told one after the other, through routers, whether it answers at once or later', async () => {
      app.use(function first(_request, _response, next) { next(); });
      const inner = express.Router();
      inner.use(function second(_request, _response, next) { setTimeout(next, 1); });
      inner.get('/x/:id', async function answer(_request, response) { await Promise.resolve(); response.send('ok'); });
      app.use('/inner', inner);
      expect(await visit(listening, '/inner/x/1')).to.equal(200);
      expect(told).to.deep.equal(['middleware first', 'done first', 'middleware second', 'done second', 'handler answer', 'done answer']);
    });

    it('is told with what was thrown, rejected with or passed on', async () => {
      app.get('/a', function passes(_request, _response, next) { next(new Error('a')); });
      app.get('/b', function throws() { throw new Error('b'); });
      app.get('/c', async function rejects() { throw new Error('c'); });
      app.use(function mends(_error: unknown, _request: unknown, response: express.Response, _next: unknown) { response.sendStatus(418); });
      for (const path of ['/a', '/b', '/c']) expect(await visit(listening, path)).to.equal(418);
      expect(told.filter((text) => text.startsWith('failed'))).to.deep.equal(['failed a passes', 'failed b throws', 'failed c rejects']);
    });
  });

  describe('in Fastify', () => {
    let app: FastifyInstance;
    beforeEach(() => { app = fastify(); });
    afterEach(() => app.close());

    async function answers(path: string): Promise<number | undefined> {
      if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
      return visit(app.server, path);
    }

    it('is told in order, of the instance, of a plugin and of a route, by callback and by promise', async () => {
      app.addHook('onRequest', function first(_request, _reply, done) { setTimeout(done, 1); });
      app.addHook('onSend', async function last(_request, _reply, payload) { return `${String(payload)}!`; });
      app.addHook('onResponse', async function after() {});
      await app.register(async (inner) => {
        inner.addHook('preHandler', async function second() {});
        inner.get('/x/:id', { preValidation: [function check(_request, _reply, done) { done(); }], handler: async function answer() { return 'ok'; } });
      });
      expect(await answers('/x/1')).to.equal(200);
      expect(told).to.deep.equal([
        'onRequest first', 'done first', 'preValidation check', 'done check', 'preHandler second', 'done second', 'handler answer', 'done answer', 'onSend last', 'done last',
      ]);
    });

    it('is told with what was thrown, rejected with or passed on', async () => {
      app.get('/a', { preHandler: function passes(_request, _reply, done) { done(new Error('a')); } }, () => '');
      app.get('/b', function throws() { throw new Error('b'); });
      app.get('/c', async function rejects() { throw new Error('c'); });
      for (const path of ['/a', '/b', '/c']) expect(await answers(path)).to.equal(500);
      expect(told.filter((text) => text.startsWith('failed'))).to.deep.equal(['failed a passes', 'failed b throws', 'failed c rejects']);
    });

    it('leaves Fastify its own checks of hooks', () => {
      expect(() => app.addHook('onRequest', (async (_request: unknown, _reply: unknown, _done: unknown) => {}) as never)).to.throw(/Async/i);
    });
  });
});
