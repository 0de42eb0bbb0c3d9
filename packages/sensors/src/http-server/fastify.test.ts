import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import { fastify as newest, type FastifyInstance } from 'fastify';
import type { Stop } from '../watch-channel.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { watchHttpServer } from './watch-http-server.ts';

const require = createRequire(import.meta.url);
const VERSIONS: readonly [name: string, fastify: typeof newest][] = [
  ['Fastify 5', newest], ['Fastify 4', require('fastify4') as typeof newest], ['Fastify 4.9', require('fastify49') as typeof newest],
];

for (const [named, fastify] of VERSIONS) describe(`${named}: its routes`, () => {
  let seen: Pick<Exchange, 'route' | 'error'>[];
  let failures: GuardFailure[];
  let stop: Stop;
  let app: FastifyInstance;

  const observer: ServerObserver<Exchange> = {
    open: (request, response) => ({ request, response, route: undefined, error: undefined, requestId: 'r-1' }),
    enter: () => {},
    isCurrent: () => true,
    run: (_exchange, fn) => fn(),
    close: ({ route, error }) => void seen.push({ route, error }),
  };

  beforeEach(() => {
    [seen, failures] = [[], []];
    stop = watchHttpServer(observer, createGuard({ report: (failure) => failures.push(failure) }));
    app = fastify();
  });
  afterEach(async () => {
    stop();
    await app.close();
  });

  async function answer(path: string): Promise<IncomingMessage> {
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const [response] = (await once(get({ host: '127.0.0.1', port, path, agent: false }), 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    return response;
  }
  const visit = async (path: string): Promise<number | undefined> => (await answer(path)).statusCode;

  it('are named by their pattern, with the prefix of their plugin', async () => {
    app.get('/orders/:id', () => 'ok');
    await app.register(async (inner) => void inner.get('/items/*', () => 'ok'), { prefix: '/v1/:tenant' });
    await visit('/orders/1?a');
    await visit('/v1/t/items/a/b');
    expect(seen.map(({ route }) => route)).to.deep.equal(['/orders/:id', '/v1/:tenant/items/*']);
  });

  it('have no name where nothing is', async () => {
    expect(await visit('/nothing')).to.equal(404);
    expect(seen).to.deep.equal([{ route: undefined, error: undefined }]);
  });

  it('have no name where nothing is, also where a plugin says so itself', async () => {
    await app.register(async (inner) => {
      inner.get('/x', () => 'ok');
      inner.setNotFoundHandler(async (_request, reply) => reply.code(404).send('not here'));
    }, { prefix: '/v1' });
    expect(await visit('/v1/nothing')).to.equal(404);
    expect(seen).to.deep.equal([{ route: undefined, error: undefined }]);
  });

  it('tell the error of a handler in a plugin that answers its errors itself', async () => {
    await app.register(async (inner) => {
      inner.setErrorHandler(async (_error, _request, reply) => reply.code(503).send('later'));
      inner.get('/x/:id', async () => { throw new RangeError('no'); });
    }, { prefix: '/v1' });
    expect(await visit('/v1/x/1')).to.equal(503);
    expect(seen[0]?.route).to.equal('/v1/x/:id');
    expect(seen[0]?.error).to.be.instanceOf(RangeError);
  });

  it('tell the error of a handler', async () => {
    app.get('/x/:id', async () => { throw new RangeError('no'); });
    expect(await visit('/x/1')).to.equal(500);
    expect(seen[0]?.route).to.equal('/x/:id');
    expect(seen[0]?.error).to.be.instanceOf(RangeError);
  });

  it("tell the error of a hook of the application's own, which comes after ours", async () => {
    app.addHook('onRequest', async () => { throw new RangeError('no'); });
    app.get('/x/:id', () => 'ok');
    expect(await visit('/x/1')).to.equal(500);
    expect(seen[0]?.route).to.equal('/x/:id');
    expect(seen[0]?.error).to.be.instanceOf(RangeError);
  });

  it('tell the client its request id once, also of a failure and where nothing is', async () => {
    app.get('/ok', () => 'ok');
    app.get('/bad', async () => { throw new Error('no'); });
    const told: (string | string[] | undefined)[] = [];
    for (const path of ['/ok', '/bad', '/nothing']) {
      const { rawHeaders } = await answer(path);
      told.push(rawHeaders.filter((_, i) => rawHeaders[i - 1] === 'x-request-id'));
    }
    expect(told).to.deep.equal([['r-1'], ['r-1'], ['r-1']]);
  });

  it('leave a request id that the application tells itself', async () => {
    app.get('/ok', (_request, reply) => reply.header('x-request-id', 'mine').send('ok'));
    expect((await answer('/ok')).headers['x-request-id']).to.equal('mine');
  });

  it('are no matter for a request that is injected without a server', async () => {
    app.get('/x', () => 'ok');
    expect((await app.inject('/x')).statusCode).to.equal(200);
    expect(seen).to.deep.equal([]);
  });

  it('leave the answer alone when a request is not what we take it for', async () => {
    app.get('/x', () => 'ok');
    app.server.prependListener('request', ({ socket }: IncomingMessage) => {
      const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'vigil.connection');
      Object.assign(socket, { [symbol ?? '']: { find: () => { throw new TypeError('odd'); }, drain: () => [] } });
    });
    expect(await visit('/x')).to.equal(200);
    expect(failures[0]?.name).to.equal('fastify:onRequest');
  });
});
