import { once } from 'node:events';
import { createRequire } from 'node:module';
import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import newest, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Stop } from '../watch-channel.ts';
import type { Ending, Exchange, ServerObserver } from './exchange.ts';
import { watchHttpServer } from './watch-http-server.ts';

interface Seen {
  readonly route: string | undefined;
  readonly error: unknown;
  readonly status: number | undefined;
  readonly ending: Ending;
}

type Requests = readonly (readonly [path: string, route: string | undefined])[];
/** What is different in older ones: other names of the routes, or nothing at all where they have no such paths. */
interface Differences {
  readonly 4?: Requests | 'unknown';
  readonly 50?: Requests | 'unknown';
}

const require = createRequire(import.meta.url);
const VERSIONS = [
  { name: 'Express 5', express: newest, version: 5 },
  { name: 'Express 5 with a router that keeps no paths', express: require('express50') as typeof newest, version: 50 },
  { name: 'Express 4', express: require('express4') as typeof newest, version: 4 },
] as const;

const ok = (_request: Request, response: Response): void => void response.end();
const fails = (): never => { throw new RangeError('no'); };

for (const { name: named, express, version } of VERSIONS) describe(`${named}: its routes`, () => {
  const { Router } = express;
  let seen: Seen[];
  let failures: GuardFailure[];
  let stop: Stop;
  let server: Server | undefined;

  const observer: ServerObserver<Exchange> = {
    open: (request, response) => ({ request, response, route: undefined, error: undefined, requestId: 'r-1' }),
    enter: () => {},
    isCurrent: () => true,
    run: (_exchange, fn) => fn(),
    close: ({ route, error, response }, ending) => void seen.push({ route, error, status: response?.statusCode, ending }),
  };

  beforeEach(() => {
    [seen, failures] = [[], []];
    stop = watchHttpServer(observer, createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(async () => {
    stop();
    server?.closeAllConnections();
    if (server !== undefined) await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    expect(failures).to.deep.equal([]);
  });

  async function visit(app: Express, path: string, method: string = 'GET'): Promise<Seen | undefined> {
    app.set('env', 'test');
    if (server === undefined) await once((server = app.listen(0, '127.0.0.1')), 'listening');
    const { port } = server.address() as AddressInfo;
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    return seen.at(-1);
  }
  const routeOf = async (app: Express, path: string, method?: string): Promise<string | undefined> => (await visit(app, path, method))?.route;

  /** An application, and what its requests are called. */
  const cases: readonly [name: string, build: (app: Express) => void, requests: Requests, differences?: Differences][] = [
    ['a plain route', (app) => app.get('/orders/:id', ok), [['/orders/42', '/orders/:id'], ['/orders/42?a=/b', '/orders/:id'], ['/', undefined]]],
    ['the root', (app) => app.get('/', ok), [['/', '/'], ['/?a', '/']]],
    ['a mounted router', (app) => app.use('/api', Router().get('/orders/:id', ok)), [['/api/orders/42', '/api/orders/:id']]],
    ["a router's own root", (app) => app.use('/api', Router().get('/', ok)), [['/api', '/api'], ['/api/', '/api']]],
    ['a router without a path', (app) => app.use(Router().get('/orders', ok)), [['/orders', '/orders']]],
    ['a mount with a parameter', (app) => app.use('/orders/:orderId', Router({ mergeParams: true }).get('/items/:item', ok)),
      [['/orders/42/items/7', '/orders/:orderId/items/:item'], ['/orders/43/items/8', '/orders/:orderId/items/:item']]],
    ['nested routers', (app) => app.use('/a/:a', Router().use('/b/:b', Router().use('/c', Router().get('/:d', ok)))), [['/a/1/b/2/c/3', '/a/:a/b/:b/c/:d']]],
    ['a mount with a slash at its end', (app) => app.use('/api/', Router().get('/orders/', ok)), [['/api/orders', '/api/orders/']]],
    ['several mount paths', (app) => app.use(['/v1', '/v2'], Router().get('/orders', ok)), [['/v1/orders', '/v1/orders'], ['/v2/orders', '/v2/orders']]],
    ['several mount paths with parameters', (app) => app.use(['/v1/:t', '/v2/:t'], Router().get('/orders', ok)),
      [['/v1/x/orders', '/v1/:t/orders'], ['/v2/y/orders', '/v2/:t/orders']], { 50: [['/v1/x/orders', '/v1/:t/orders'], ['/v2/y/orders', '/v2/:t/orders']] }],
    ['several paths of one route', (app) => app.get(['/a', '/b/:id'], ok), [['/a', '/a|/b/:id'], ['/b/3', '/a|/b/:id']]],
    ['a regular expression', (app) => app.get(/^\/user-(\d+)$/, ok), [['/user-42', '/^\\/user-(\\d+)$/']]],
    ['a mount by a regular expression', (app) => app.use(/^\/tenant-\d+/, Router().get('/orders', ok)),
      [['/tenant-1/orders', '/^\\/tenant-\\d+/orders'], ['/tenant-2/orders', '/^\\/tenant-\\d+/orders']], { 50: [['/tenant-1/orders', '/orders'], ['/tenant-2/orders', '/orders']] }],
    ['a wildcard', (app) => app.get('/files/*path', ok), [['/files/a/b/c', '/files/*path']], { 4: 'unknown' }],
    ['an optional part', (app) => app.get('/orders{/:id}', ok), [['/orders', '/orders{/:id}'], ['/orders/4', '/orders{/:id}']], { 4: 'unknown' }],
    ['letters of any case', (app) => app.use('/API', Router().get('/Orders', ok)), [['/api/orders', '/API/Orders'], ['/aPi/oRders', '/API/Orders']], { 50: [['/api/orders', '/api/Orders'], ['/aPi/oRders', '/api/Orders']] }],
    ['characters that are escaped', (app) => app.use('/a/:name', Router().get('/x', ok)), [['/a/%2F%20%C3%A9/x', '/a/:name/x']]],
    ['app.route', (app) => app.route('/orders/:id').get(ok), [['/orders/1', '/orders/:id']]],
    ['app.all', (app) => app.all('/any', ok), [['/any', '/any']]],
    ['a router that is mounted twice', (app) => { const router = Router().get('/x', ok); app.use('/a', router); app.use('/b/:id', router); },
      [['/a/x', '/a/x'], ['/b/7/x', '/b/:id/x'], ['/a/x', '/a/x']]],
    ['router.param', (app) => app.use('/u', Router().param('id', (_q, _r, next) => next()).get('/:id', ok)), [['/u/9', '/u/:id']]],
    ["next('route')", (app) => { app.get('/a/:x', (_q, _r, next) => next('route')); app.get('/a/:y', ok); }, [['/a/1', '/a/:y']]],
    ["next('router')", (app) => { app.use('/a', Router().get('/:x', (_q, _r, next) => next('router'))); app.use('/a', Router().get('/:y', ok)); }, [['/a/1', '/a/:y']]],
    ['a sub-application', (app) => app.use('/sub', express().get('/x/:id', ok)), [['/sub/x/1', '/sub/x/:id']]],
    ['a sub-application below a parameter', (app) => app.use('/t/:tenant', express().get('/x/:id', ok)), [['/t/5/x/1', '/t/:tenant/x/:id']]],
    ['a router in a sub-application in an application', (app) => app.use('/a', express().use('/b/:b', Router().get('/c', ok))), [['/a/b/2/c', '/a/b/:b/c']]],
    ['a sub-application in a sub-application', (app) => app.use('/a', express().use('/b', express().get('/c/:d', ok))), [['/a/b/c/1', '/a/b/c/:d']]],
    ['a URL that a middleware rewrites', (app) => { app.use((q, _r, next) => { q.url = `/v1${q.url}`; next(); }); app.use('/v1', Router().get('/x/:id', ok)); }, [['/x/1', '/v1/x/:id']], { 50: [['/x/1', '/x/:id']] }],
    ['a mount that a static one hides', (app) => { app.use('/a', (_q, _r, next) => next()); app.use('/:any', Router().get('/x', ok)); }, [['/a/x', '/:any/x']]],
    ['a mount with a part of a segment for a parameter', (app) => app.use('/u-:id/:from.to', Router().get('/x', ok)), [['/u-7/a.to/x', '/u-:id/:from.to/x']]],
    ['a mount with a parameter that a client calls as what is written', (app) => app.use('/orgs/:org', Router().get('/x', ok)), [['/orgs/orgs/x', '/orgs/:org/x']]],
    ['middleware that answers', (app) => app.use('/m', ok), [['/m/any/thing', undefined]]],
    ['nothing there', (app) => app.use('/api', Router().get('/x', ok)), [['/api/y', undefined]]],
  ];
  for (const [name, build, usual, differences] of cases) {
    const requests = (version === 5 ? undefined : differences?.[version]) ?? usual;
    if (requests !== 'unknown') it(`are named by their pattern: ${name}`, async () => {
      const app = express();
      build(app);
      for (const [path, route] of requests) expect(await routeOf(app, path), path).to.equal(route);
    });
  }

  const errors: readonly [name: string, build: (app: Express) => void, path: string, route: string | undefined, status: number][] = [
    ['a handler that throws', (app) => app.get('/x/:id', fails), '/x/1', '/x/:id', 500],
    ['a handler that rejects', (app) => app.get('/x/:id', (_q, _r, next) => void Promise.resolve().then(fails).catch(next)), '/x/1', '/x/:id', 500],
    ['a handler that passes it on', (app) => app.get('/x/:id', (_q, _r, next) => next(new RangeError('no'))), '/x/1', '/x/:id', 500],
    ['a handler of a mounted router', (app) => app.use('/t/:t', Router().get('/x/:id', fails)), '/t/1/x/1', '/t/:t/x/:id', 500],
    ['a middleware', (app) => app.use(fails), '/x/1', undefined, 500],
    ['a handler whose error is answered', (app) => {
      app.get('/x/:id', fails);
      app.use((_error: unknown, _q: Request, response: Response, _next: NextFunction) => void response.status(409).end());
    }, '/x/1', '/x/:id', 409],
  ];
  for (const [name, build, path, route, status] of errors) {
    it(`keep their name, and the error is told, after ${name}`, async () => {
      const app = express();
      build(app);
      const visited = await visit(app, path);
      expect(visited?.route).to.equal(route);
      expect(visited?.status).to.equal(status);
      expect(visited?.error).to.be.instanceOf(RangeError);
    });
  }

  it('are not spoilt for later requests by one whose error left its sub-application', async () => {
    const app = express();
    app.use('/sub', express().get('/x/:id', (q: Request, response: Response) => (q.params['id'] === 'bad' ? fails() : void response.end())));
    // By itself it is known by its own path only: the application above does not tell where the other one hangs.
    expect(await routeOf(app, '/sub/x/bad')).to.equal('/x/:id');
    expect(await routeOf(app, '/sub/x/good')).to.equal('/sub/x/:id');
    expect(await routeOf(app, '/sub/x/bad')).to.equal('/sub/x/:id');
  });

  it('are told apart when one router serves two applications', async () => {
    const router = Router().get('/x', ok);
    const [internal, open] = [express().use('/internal', router), express().use('/open', router)];
    expect(await routeOf(internal, '/internal/x')).to.equal('/internal/x');
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    expect(await routeOf(open, '/open/x')).to.equal('/open/x');
  });

  it('are no cause to lose a request whose path cannot be decoded', async () => {
    const app = express();
    const router = Router().get('/x', ok);
    app.use('/:a/y', router);
    app.use(version === 4 ? '*' : '/*rest', router);
    await visit(app, '/%zz/y/x');
    await visit(app, '/%zz/x');
    expect(seen.map(({ ending }) => ending)).to.deep.equal(['finished', 'finished']);
  });

  it('are no reason to tell an error that was answered otherwise in another request', async () => {
    const app = express();
    app.get('/x/:id', fails);
    app.get('/ok', ok);
    await visit(app, '/x/1');
    expect((await visit(app, '/ok'))?.error).to.equal(undefined);
  });

  it('tell the error of an application without any handler for it, by the answer that it has without us', async () => {
    const app = express();
    app.get('/x', (_q, _r, next) => next(Object.assign(new RangeError('no'), { status: 503 })));
    const visited = await visit(app, '/x');
    expect([visited?.status, (visited?.error as Error | undefined)?.message]).to.deep.equal([503, 'no']);
  });

  it("take no word like next('route') for an error", async () => {
    const app = express();
    app.get('/a', (_q, _r, next) => next('route'));
    app.get('/a', ok);
    expect((await visit(app, '/a'))?.error).to.equal(undefined);
  });
});
