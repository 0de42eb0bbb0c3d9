import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import { Agent, fetch as undiciFetch, Pool, request as undiciRequest } from 'undici';
import type { Stop } from '../watch-channel.ts';
import type { ClientObserver, OutboundRequest } from './client-observer.ts';
import { watchUndici } from './watch-undici.ts';

interface Call {
  readonly path: string;
  readonly told: unknown[];
}

describe('watchUndici', () => {
  let calls: Call[];
  let requests: OutboundRequest[];
  let failures: GuardFailure[];
  let headers: Readonly<Record<string, string>>;
  let listener: RequestListener;
  let server: Server;
  let url: string;
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
    responded: ({ told }, { status }) => void told.push(['responded', status]),
    failed: ({ told }, error) => void told.push(['failed', (error as Error).name]),
    closed: ({ told }, complete) => void told.push(['closed', complete]),
  };
  const ANSWERED = [['connected', '127.0.0.1'], ['responded', 200], ['closed', true]];

  beforeEach(async () => {
    [calls, requests, failures] = [[], [], []];
    headers = {};
    listener = (_request, response) => void response.end('ok');
    server = createServer((request, response) => listener(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    stop = watchUndici(observer, createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(failures).to.deep.equal([]);
  });
  const told = (): unknown[] | undefined => calls[0]?.told;
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };
  const closings = (): number => calls.flatMap((call) => call.told).filter((entry) => (entry as unknown[])[0] === 'closed').length;

  it("tells of a request of Node's own fetch, its answer and its end, once each", async () => {
    await (await fetch(`${url}/a?b=c`, { method: 'PUT' })).text();
    const { port } = server.address() as AddressInfo;
    expect(requests[0]).to.deep.include({ method: 'PUT', scheme: 'http', host: '127.0.0.1', port, path: '/a?b=c' });
    expect(told()).to.deep.equal(ANSWERED);
  });

  it("tells of the package's own clients: request, Agent, Pool, fetch", async () => {
    const [agent, pool] = [new Agent(), new Pool(url)];
    await (await undiciRequest(`${url}/1`, { dispatcher: agent })).body.text();
    await (await pool.request({ path: '/2', method: 'GET' })).body.text();
    await (await undiciFetch(`${url}/3`, { dispatcher: agent })).text();
    await Promise.all([agent.close(), pool.close()]);
    expect(calls).to.deep.equal(['/1', '/2', '/3'].map((path) => ({ path, told: ANSWERED })));
  });

  it('tells of a redirect as of two requests', async () => {
    listener = ({ url: path }, response) => void (path === '/a' ? response.writeHead(302, { location: '/b' }).end('moved') : response.end());
    await (await fetch(`${url}/a`)).text();
    expect(calls.map((call) => call.told.at(-2))).to.deep.equal([['responded', 302], ['responded', 200]]);
    expect(closings()).to.equal(2);
  });

  it('tells failure and end once of a request that is aborted before its answer', async () => {
    const abort = new AbortController();
    listener = () => abort.abort();
    await fetch(url, { signal: abort.signal }).catch(() => {});
    await until(() => closings() > 0);
    expect(told()).to.deep.equal([['connected', '127.0.0.1'], ['failed', 'AbortError'], ['closed', false]]);
  });

  it('tells failure and end once of a request that is aborted within its answer', async () => {
    const abort = new AbortController();
    listener = (_request, response) => void response.writeHead(200).write('half');
    const response = await fetch(url, { signal: abort.signal });
    abort.abort();
    await response.text().catch(() => {});
    await until(() => closings() > 0);
    expect(told()).to.deep.equal([['connected', '127.0.0.1'], ['responded', 200], ['failed', 'AbortError'], ['closed', false]]);
  });

  it('tells nothing of a request that is aborted before it was made', async () => {
    await fetch(url, { signal: AbortSignal.abort() }).catch(() => {});
    expect(closings()).to.equal(calls.length);
  });

  it('tells failure and end once of an answer that is cut short', async () => {
    listener = ({ socket }, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => socket.destroy(), 20);
    };
    await (await fetch(url)).text().catch(() => {});
    await until(() => closings() > 0);
    expect(told()?.slice(1)).to.deep.equal([['responded', 200], ['failed', 'SocketError'], ['closed', false]]);
  });

  it('tells failure and end once of a connection that is refused', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
    expect(told()).to.deep.equal([['failed', 'Error'], ['closed', false]]);
  });

  it('ends a call whose body nobody reads when it is cancelled', async () => {
    listener = (_request, response) => void response.writeHead(200).write('half');
    const response = await fetch(url);
    await response.body?.cancel();
    await until(() => closings() > 0);
    expect(closings()).to.equal(1);
  });

  it("adds the observer's headers, but never beside one that the application gave", async () => {
    let seen: IncomingMessage['headers'] = {};
    listener = (request, response) => ((seen = request.headers), void response.end());
    headers = { traceparent: 'ours' };
    await (await fetch(url)).text();
    expect(seen['traceparent']).to.equal('ours');
    await (await fetch(url, { headers: { TraceParent: 'theirs' } })).text();
    expect(seen['traceparent']).to.equal('theirs');
    await (await undiciRequest(url, { headers: ['traceparent', 'theirs'] })).body.text();
    expect(seen['traceparent']).to.equal('theirs');
  });

  it('leaves no call open for a WebSocket', async () => {
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const socket = new WebSocket(url.replace('http', 'ws'));
    await new Promise((resolve) => socket.addEventListener('error', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(closings()).to.equal(calls.length);
  });

  it('leaves no call open for a WebSocket that was opened', async () => {
    const { createHash } = await import('node:crypto');
    server.on('upgrade', ({ headers: given }, socket) => {
      const accept = createHash('sha1').update(`${given['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      setTimeout(() => socket.destroy(), 30);
    });
    const socket = new WebSocket(url.replace('http', 'ws'));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    expect(closings()).to.equal(calls.length);
    await new Promise((resolve) => socket.addEventListener('close', resolve));
  });
});
