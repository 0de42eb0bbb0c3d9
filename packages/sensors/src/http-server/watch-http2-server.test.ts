import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, connect, type ClientHttp2Session, type Http2Server, type Http2ServerRequest, type Http2ServerResponse, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import type { ServerObserver } from './exchange.ts';
import { notingObserver, type NamedExchange, type ToldExchanges } from './noting-observer.ts';
import { watchHttp2Server } from './watch-http2-server.ts';

describe('watchHttp2Server', () => {
  const current = new AsyncLocalStorage<NamedExchange>();
  let opened: NamedExchange[];
  let closed: ToldExchanges['closed'];
  let failures: GuardFailure[];
  let observer: ServerObserver<NamedExchange>;
  let listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void;
  let server: Http2Server;
  let session: ClientHttp2Session;
  let stop: Stop;

  beforeEach(async () => {
    [opened, closed, failures] = [[], [], []];
    listener = (_request, response) => void response.end('ok');
    observer = notingObserver({ current, opened, closed });
    stop = watchHttp2Server(observer, createGuard({ report: (failure) => failures.push(failure) }));
    server = createServer((request, response) => listener(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).on('error', () => {});
  });
  afterEach(async () => {
    stop();
    session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };
  async function visit(path: string, headers: IncomingHttpHeaders = {}): Promise<number | undefined> {
    const stream = session.request({ ':path': path, ...headers });
    const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders & { ':status': number }];
    await once(stream.resume(), 'close');
    return head[':status'];
  }

  it('opens and closes one exchange a request, tells its status, and lets the request go', async () => {
    listener = (_request, response) => void response.writeHead(207).end('ok');
    expect(await visit('/a')).to.equal(207);
    await until(() => closed.length === 1);
    expect(closed).to.deep.equal([['/a', 'finished', 207]]);
    expect([opened[0]?.request, opened[0]?.response]).to.deep.equal([null, null]);
    expect(failures).to.deep.equal([]);
  });

  it('keeps the requests of one connection apart, whenever they answer', async () => {
    const answers: (() => void)[] = [];
    const seen: (string | undefined)[] = [];
    listener = (request, response) => {
      answers.push(() => response.end());
      setImmediate(() => seen.push(`${request.url} ${current.getStore()?.url}`));
    };
    const paths = ['/1', '/2', '/3'];
    const visits = paths.map((path) => visit(path));
    await until(() => answers.length === 3 && seen.length === 3);
    for (const end of answers.toReversed()) end();
    await Promise.all(visits);
    await until(() => closed.length === 3);
    expect(seen).to.have.members(paths.map((path) => `${path} ${path}`));
    expect(closed.map(([url]) => url)).to.have.members(paths);
  });

  it('hands the context of a request neither to its connection nor to the server', async () => {
    const seen: (string | undefined)[] = [];
    server.on('session', (served) => served.on('close', () => seen.push(`connection ${current.getStore()?.url}`)));
    session.destroy();
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await visit('/a');
    session.close();
    await until(() => seen.length === 1);
    expect(seen).to.deep.equal(['connection undefined']);
  });

  it('closes an answer that its client breaks off as aborted', async () => {
    listener = (_request, response) => void response.writeHead(206).write('half');
    const stream = session.request({ ':path': '/half' });
    await once(stream, 'response');
    stream.close(8);
    await until(() => closed.length === 1);
    expect(closed).to.deep.equal([['/half', 'aborted', 206]]);
  });

  it('closes all that is open when the connection goes away', async () => {
    listener = () => {};
    for (const path of ['/1', '/2']) session.request({ ':path': path }).on('error', () => {});
    await until(() => opened.length === 2);
    session.destroy();
    await until(() => closed.length === 2);
    expect(closed.map(([, ...rest]) => rest)).to.deep.equal([['aborted', undefined], ['aborted', undefined]]);
  });

  it('closes as many as it opens when clients reset what they have only just asked', async () => {
    for (let i = 0; i < 100; i++) session.request({ ':path': `/${i}` }).on('error', () => {}).close(8);
    await visit('/last');
    await until(() => closed.some(([url]) => url === '/last') && closed.length === opened.length);
    expect(failures).to.deep.equal([]);
  });

  it('closes an answer as whole also when the client was still sending', async () => {
    const stream = session.request({ ':path': '/early', ':method': 'POST' }, { endStream: false }).on('error', () => {});
    stream.write('not all of it');
    await once(stream, 'response');
    stream.resume();
    await until(() => closed.length === 1);
    expect(closed).to.deep.equal([['/early', 'finished', 200]]);
  });

  it('closes an answer to HEAD and one without a body as whole', async () => {
    listener = (_request, response) => void response.writeHead(204).end();
    await visit('/head', { ':method': 'HEAD' });
    await visit('/none');
    await until(() => closed.length === 2);
    expect(closed).to.deep.equal([['/head', 'finished', 204], ['/none', 'finished', 204]]);
  });

  it('opens nothing for a tunnel', async () => {
    const tunnel = session.request({ ':method': 'CONNECT', ':authority': 'x:1' });
    const [head] = (await once(tunnel, 'response')) as [{ ':status': number }];
    expect(head[':status']).to.equal(405);
    expect([opened, failures]).to.deep.equal([[], []]);
  });

  it('opens nothing for what is no HTTP/2, and goes on', async () => {
    const socket = connectTcp((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    socket.end('GET / HTTP/1.1\r\n\r\n');
    await once(socket.resume(), 'close');
    expect(await visit('/after')).to.equal(200);
    expect(opened.map(({ url }) => url)).to.deep.equal(['/after']);
    expect(failures).to.deep.equal([]);
  });

  it('keeps what its observer throws from the application', async () => {
    observer.open = () => { throw new Error('no'); };
    expect(await visit('/a')).to.equal(200);
    expect(failures).to.have.length(1);
  });

  it('does not make a server of streams one of requests', async () => {
    const streams = createServer();
    streams.on('stream', (stream) => (stream.respond({ ':status': 202 }), stream.end()));
    await once(streams.listen(0, '127.0.0.1'), 'listening');
    session.destroy();
    session = connect(`http://127.0.0.1:${(streams.address() as AddressInfo).port}`);
    expect(await visit('/s')).to.equal(202);
    await until(() => closed.length === 1);
    expect(streams.listenerCount('request')).to.equal(0);
    session.destroy();
    streams.close();
  });

  it('sees nothing after its stop, also of connections that were open', async () => {
    await visit('/before');
    stop();
    await visit('/after');
    expect(opened.map(({ url }) => url)).to.deep.equal(['/before']);
  });

  it('leaves the class of streams as it was when it stops', async () => {
    let prototype: object | undefined;
    server.on('stream', (stream) => (prototype = Object.getPrototypeOf(stream) as object));
    await visit('/a');
    const own = (): unknown[] => ['emit', 'respond', 'respondWithFile'].map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.value);
    const [emit, respond] = own();
    stop();
    expect([own()[0], typeof emit, own()[1] === respond]).to.deep.equal([undefined, 'function', false]);
    expect(await visit('/b')).to.equal(200);
  });

  it('sees a server again that another watch has seen before', async () => {
    await visit('/first');
    stop();
    stop = watchHttp2Server(observer, createGuard({ report: (failure) => failures.push(failure) }));
    session.destroy();
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await visit('/second');
    expect(opened.map(({ url }) => url)).to.deep.equal(['/first', '/second']);
    // Ours, and the one of Node's compatibility API.
    expect(server.listenerCount('stream')).to.equal(2);
  });

  it('leaves alone what another library has put around the methods of streams since, and is silent within that', async () => {
    let prototype: { respond?: (...given: unknown[]) => void } = {};
    server.on('stream', (stream) => (prototype = Object.getPrototypeOf(stream) as typeof prototype));
    await visit('/a');
    const { respond: ours } = prototype;
    const theirs = function theirs(this: unknown, ...given: unknown[]): void { ours?.apply(this, given); };
    prototype.respond = theirs;
    listener = (_request, response) => (stop(), void response.end('ok'));
    const stream = session.request({ ':path': '/b' });
    const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    await once(stream.resume(), 'close');
    expect([prototype.respond === theirs, head['x-request-id']]).to.deep.equal([true, undefined]);
    if (ours !== undefined) prototype.respond = ours;
  });
});
