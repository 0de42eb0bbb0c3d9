import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import type { ClientObserver, OutboundRequest } from './client-observer.ts';
import { watchHttpClient } from './watch-http-client.ts';

interface Call {
  readonly path: string;
  readonly told: unknown[];
}

describe('watchHttpClient', () => {
  let calls: Call[];
  let requests: OutboundRequest[];
  let failures: GuardFailure[];
  let headers: Readonly<Record<string, string>>;
  let listener: RequestListener;
  let server: Server;
  let port: number;
  let stop: Stop;

  const observer: ClientObserver<Call> = {
    open: (request) => {
      requests.push(request);
      const call: Call = { path: request.path, told: [] };
      calls.push(call);
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
      return call;
    },
    connected: ({ told }, address) => void told.push(['connected', address]),
    responded: ({ told }, { status, protocolVersion }) => void told.push(['responded', status, protocolVersion]),
    failed: ({ told }, error) => void told.push(['failed', (error as NodeJS.ErrnoException).code]),
    closed: ({ told }, complete) => void told.push(['closed', complete]),
  };
  const ANSWERED = [['connected', '127.0.0.1'], ['responded', 200, '1.1'], ['closed', true]];

  beforeEach(async () => {
    [calls, requests, failures] = [[], [], []];
    headers = {};
    listener = (_request, response) => void response.end('ok');
    server = createServer((request, response) => listener(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
    stop = watchHttpClient(observer, createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(failures).to.deep.equal([]);
  });

  const begin = (options: object = {}): ClientRequest => httpRequest({ host: '127.0.0.1', port, path: '/a', agent: false, ...options });
  async function finish(request: ClientRequest): Promise<IncomingMessage> {
    const [response] = (await once(request.end(), 'response')) as [IncomingMessage];
    response.resume();
    await once(request, 'close');
    return response;
  }
  const told = (): unknown[] | undefined => calls[0]?.told;
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('tells of a request, its answer and its end, once each', async () => {
    await finish(begin({ path: '/a?b=c', method: 'PUT' }));
    expect(requests[0]).to.deep.include({ method: 'PUT', scheme: 'http', host: '127.0.0.1', port, path: '/a?b=c' });
    expect(told()).to.deep.equal(ANSWERED);
  });

  it('tells of each request on a kept connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await finish(begin({ agent, path: '/1' }));
    await finish(begin({ agent, path: '/2' }));
    agent.destroy();
    expect(calls.map((call) => call.told)).to.deep.equal([ANSWERED, ANSWERED]);
  });

  it('tells the end of an answer that nobody listens for', async () => {
    const request = begin().end();
    await once(request, 'close');
    expect(told()).to.deep.equal(ANSWERED);
  });

  for (const [name, method, status] of [['HEAD', 'HEAD', 200], ['204', 'GET', 204], ['304', 'GET', 304]] as const) {
    it(`takes an answer without a body for complete: ${name}`, async () => {
      listener = (_request, response) => void response.writeHead(status).end();
      await finish(begin({ method }));
      expect(told()?.at(-1)).to.deep.equal(['closed', true]);
    });
  }

  const ends: readonly [name: string, act: (request: ClientRequest) => void, serve: RequestListener, expected: unknown[]][] = [
    ['destroyed before it left', (request) => request.destroy(), () => {}, [['failed', 'ECONNRESET'], ['closed', false]]],
    ['destroyed with an error', (request) => request.destroy(Object.assign(new Error('x'), { code: 'EMINE' })), () => {}, [['failed', 'EMINE'], ['closed', false]]],
    ['reset by the other side', (request) => request.end(), ({ socket }) => socket.resetAndDestroy(), [['failed', 'ECONNRESET'], ['closed', false]]],
    ['destroyed while it waits', (request) => request.end().once('socket', () => setTimeout(() => request.destroy(), 20)), () => {},
      [['failed', 'ECONNRESET'], ['closed', false]]],
  ];
  for (const [name, act, serve, expected] of ends) {
    it(`tells failure and end once each of a request that is ${name}`, async () => {
      listener = serve;
      const request = begin().on('error', () => {});
      act(request);
      await new Promise((resolve) => request.once('close', resolve));
      await turn();
      expect(told()).to.deep.equal(expected);
    });
  }

  it('tells of a refused connection', async () => {
    const request = begin({ port: 1 }).on('error', () => {});
    request.end();
    await new Promise((resolve) => request.once('close', resolve));
    expect(told()).to.deep.equal([['failed', 'ECONNREFUSED'], ['closed', false]]);
  });

  it('tells of an answer that is cut short', async () => {
    listener = ({ socket }, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => (socket as Socket).destroy(), 20);
    };
    const request = begin().end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.on('error', () => {}).resume();
    await once(request, 'close');
    expect(told()?.slice(1)).to.deep.equal([['responded', 200, '1.1'], ['closed', false]]);
  });

  it('takes the answer of a redirect that its follower throws away for complete', async () => {
    listener = (_request, response) => void response.writeHead(302, { location: '/b' }).end('moved');
    const request = begin().end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    request.destroy();
    response.on('error', () => {}).destroy();
    await once(request, 'close');
    expect(told()?.slice(1)).to.deep.equal([['responded', 302, '1.1'], ['closed', true]]);
  });

  it('tells of a connection that was upgraded, as a WebSocket client does', async () => {
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'));
    const request = begin({ headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
    const [, socket] = (await once(request, 'upgrade')) as [IncomingMessage, Socket];
    socket.destroy();
    await turn();
    expect(told()).to.deep.equal([['connected', '127.0.0.1'], ['responded', 101, '1.1'], ['closed', true]]);
  });

  it('tells of a tunnel through a proxy', async () => {
    server.on('connect', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const request = begin({ method: 'CONNECT', path: 'example.test:443' }).end();
    const [, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket];
    socket.destroy();
    await turn();
    expect(told()).to.deep.equal([['connected', '127.0.0.1'], ['responded', 200, '1.1'], ['closed', true]]);
  });

  const forms: readonly [name: string, options: object][] = [
    ['as an object', { headers: { 'x-own': '1' } }],
    ['as an array', { headers: ['x-own', '1', 'host', 'x'] }],
    ['with Expect: 100-continue', { method: 'POST', headers: { 'x-own': '1', expect: '100-continue' } }],
    ['not at all', { headers: {} }],
  ];
  for (const [name, options] of forms) {
    it(`adds the observer's headers to those given ${name}`, async () => {
      let seen: IncomingMessage['headers'] = {};
      listener = (request, response) => ((seen = request.headers), void response.end());
      headers = { traceparent: '00-a-b-01' };
      await finish(begin(options));
      expect(seen['traceparent']).to.equal('00-a-b-01');
      if (name !== 'not at all') expect(seen['x-own']).to.equal('1');
    });
  }

  it("replaces the application's own header of the same name, however headers are given", async () => {
    const seen: string[][] = [];
    listener = (request, response) => (seen.push(request.rawHeaders.filter((_, i, raw) => /^traceparent$/i.test(raw[i - (i % 2)] ?? ''))), void response.end());
    headers = { traceparent: 'ours' };
    await finish(begin({ headers: { Traceparent: 'theirs' } }));
    await finish(begin({ headers: ['host', 'x', 'Traceparent', 'theirs'] }));
    expect(seen).to.deep.equal([['traceparent', 'ours'], ['traceparent', 'ours']]);
  });

  it('writes no value into a head that would begin another line', async () => {
    const seen: string[] = [];
    listener = (request, response) => (seen.push(...request.rawHeaders), void response.end());
    headers = { 'x-ours': 'a\r\nx-evil: 1' };
    await finish(begin({ headers: ['host', 'x', 'x-own', '1'] }));
    expect(seen.slice(0, 4)).to.deep.equal(['host', 'x', 'x-own', '1']);
    expect(seen.join()).not.to.match(/ours|evil/);
  });

  it('reads the port from the Host header, also of IPv6', async () => {
    for (const [options, expected] of [[{ setHost: true, port }, port], [{ headers: { host: '[::1]:8443' } }, 8443], [{ headers: { host: '[::1]' } }, 80], [{ headers: { host: 'x:99999999' } }, 80]] as const) {
      const request = begin(options).on('error', () => {});
      request.destroy();
      expect(requests.at(-1)?.port).to.equal(expected);
    }
  });

  it('tells nothing more of a call that the observer does not want', async () => {
    stop();
    let more = 0;
    const count = (): void => void (more += 1);
    const uninterested: ClientObserver<Call> = { open: () => undefined, connected: count, responded: count, failed: count, closed: count };
    stop = watchHttpClient(uninterested, createGuard({ report: (failure) => failures.push(failure) }));
    await finish(begin());
    expect(more).to.equal(0);
  });
});
