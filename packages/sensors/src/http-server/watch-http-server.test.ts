import { once } from 'node:events';
import { createServer, get, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import { connectionOf } from './connection.ts';
import type { Ending, ServerObserver } from './exchange.ts';
import { notingObserver, type NamedExchange, type ToldExchanges } from './noting-observer.ts';
import { watchHttpServer } from './watch-http-server.ts';

describe('watchHttpServer', () => {
  const current = new AsyncLocalStorage<NamedExchange>();
  let opened: NamedExchange[];
  let closed: ToldExchanges['closed'];
  let failures: GuardFailure[];
  let observer: ServerObserver<NamedExchange>;
  let listener: RequestListener;
  let server: Server;
  let stop: Stop;
  let port: number;

  beforeEach(async () => {
    [opened, closed, failures] = [[], [], []];
    listener = (_request, response) => void response.end('ok');
    observer = notingObserver({ current, opened, closed });
    stop = watchHttpServer(observer, createGuard({ report: (failure) => failures.push(failure) }));
    server = createServer((request, response) => listener(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };
  async function visit(path: string, options: object = {}): Promise<string> {
    const [response] = (await once(get({ host: '127.0.0.1', port, path, agent: false, ...options }), 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return text;
  }
  /** Writes what no client would, and collects what comes back. */
  async function raw(text: string): Promise<{ socket: Socket; answer: () => string }> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk))).on('error', () => {});
    socket.write(text);
    return { socket, answer: () => answer };
  }

  it('opens and closes one exchange a request, and lets the request go', async () => {
    expect(await visit('/a')).to.equal('ok');
    expect(closed).to.deep.equal([['/a', 'finished', 200]]);
    expect([opened[0]?.request, opened[0]?.response]).to.deep.equal([null, null]);
  });

  it('tells the client the id of its request', async () => {
    const [response] = (await once(get({ host: '127.0.0.1', port, path: '/a', agent: false }), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.headers['x-request-id']).to.equal('r-1');
  });

  it('serves the handler, and all that comes of it, in the context of its exchange', async () => {
    const urls: (string | undefined)[] = [];
    listener = async (_request, response) => {
      urls.push(current.getStore()?.url);
      await new Promise((resolve) => setImmediate(resolve));
      urls.push(current.getStore()?.url);
      response.end();
    };
    await visit('/a');
    expect(urls).to.deep.equal(['/a', '/a']);
  });

  it('hands the context of one request on a kept connection not to the next, nor to what happens between them', async () => {
    const seen: (string | undefined)[] = [];
    let socketOfServer: Socket | undefined;
    listener = (request, response) => {
      socketOfServer = request.socket;
      seen.push(current.getStore()?.url);
      response.end('ok');
    };
    const { socket, answer } = await raw('GET /first HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => answer().endsWith('ok'));
    socketOfServer?.once('data', () => seen.push(`between ${current.getStore()?.url}`));
    socket.write('GET /second HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => closed.length === 2);
    socket.destroy();
    expect(seen.filter((entry) => entry?.startsWith('/'))).to.deep.equal(['/first', '/second']);
    expect(seen).not.to.include('between /first');
  });

  it('keeps pipelined requests apart, and closes them in their order', async () => {
    const answers: (() => void)[] = [];
    listener = (request, response) => void answers.push(() => response.end(`${request.url} ${current.getStore()?.url};`));
    const { socket, answer } = await raw(['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    await until(() => answers.length === 3);
    for (const end of answers.toReversed()) end();
    await until(() => closed.length === 3);
    socket.destroy();
    expect(closed.map(([url]) => url)).to.deep.equal(['/1', '/2', '/3']);
    expect(answer()).to.match(/\/1.*\/2.*\/3/s);
  });

  it('closes what is open when the client goes away, all pipelined requests too', async () => {
    listener = () => {};
    const { socket } = await raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => opened.length === 2);
    socket.resetAndDestroy();
    await until(() => closed.length === 2);
    expect(closed).to.deep.equal([['/1', 'aborted', undefined], ['/2', 'aborted', undefined]]);
  });

  it('tells of a response that was cut short what had left already', async () => {
    listener = (_request, response) => void response.writeHead(206).write('half');
    const { socket, answer } = await raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => answer().includes('half'));
    socket.resetAndDestroy();
    await until(() => closed.length === 1);
    expect(closed).to.deep.equal([['/1', 'aborted', 206]]);
  });

  it("gives the application's listeners of an abort the context of the request", async () => {
    const seen: (string | undefined)[] = [];
    listener = (_request, response) => void response.on('close', () => seen.push(current.getStore()?.url));
    const { socket } = await raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => opened.length === 1);
    socket.resetAndDestroy();
    await until(() => seen.length === 1);
    expect(seen).to.deep.equal(['/1']);
  });

  it('gives the events of a body the context of the request', async () => {
    const seen = new Set<string | undefined>();
    listener = (request, response) => {
      request.on('data', () => seen.add(current.getStore()?.url)).on('end', () => {
        seen.add(current.getStore()?.url);
        response.end();
      });
    };
    const outgoing = httpRequest({ host: '127.0.0.1', port, path: '/post', method: 'POST', agent: false });
    outgoing.write('first');
    await until(() => opened.length === 1);
    await new Promise((resolve) => setImmediate(resolve));
    outgoing.end('second');
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    expect([...seen]).to.deep.equal(['/post']);
  });

  const endings: readonly [name: string, head: string, listener: RequestListener | undefined, expected: [Ending, number | undefined]][] = [
    ['HTTP/1.0', 'GET /x HTTP/1.0\r\n\r\n', undefined, ['finished', 200]],
    ['Expect: 100-continue', 'POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab', undefined, ['finished', 200]],
    ['an expectation that nobody meets', 'GET /x HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n', undefined, ['finished', 417]],
    ['early hints', 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n', (_q, r) => { r.writeEarlyHints({ link: '</a>; rel=preload' }); r.writeHead(201).end(); }, ['finished', 201]],
    ['an upgrade that nobody takes', 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n', undefined, ['finished', 200]],
    ['a response that is destroyed', 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n', (_q, r) => void r.destroy(), ['aborted', undefined]],
    ['server.closeAllConnections', 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n', () => void setImmediate(() => server.closeAllConnections()), ['aborted', undefined]],
    ['a body that is too much for its length', 'POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', () => {}, ['aborted', undefined]],
  ];
  for (const [name, head, serve, expected] of endings) {
    it(`closes exactly once: ${name}`, async () => {
      if (serve !== undefined) listener = serve;
      const { socket } = await raw(head);
      await until(() => closed.length > 0);
      socket.destroy();
      await new Promise((resolve) => setImmediate(resolve));
      expect(closed).to.deep.equal([['/x', ...expected]]);
    });
  }

  it('closes a request whose body never comes when Node gives it up', async () => {
    server.close();
    const impatient = createServer({ requestTimeout: 40, headersTimeout: 40, connectionsCheckingInterval: 10 }, () => {});
    await once(impatient.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((impatient.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    socket.write('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab');
    await until(() => closed.length === 1);
    expect(closed).to.deep.equal([['/slow', 'aborted', undefined]]);
    socket.destroy();
    impatient.close();
  });

  for (const [name, head] of [['an upgrade', 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n'], ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n']] as const) {
    it(`opens nothing for ${name} that the application takes over: it is no exchange`, async () => {
      const taken = new Promise<void>((resolve) => {
        const take = (_request: IncomingMessage, socket: import('node:stream').Duplex): void => (socket.destroy(), resolve());
        server.on('upgrade', take).on('connect', take);
      });
      await raw(head);
      await taken;
      expect([opened, closed]).to.deep.equal([[], []]);
    });
  }

  it('leaves nothing of an exchange on a kept connection', async () => {
    let socketOfServer: Socket | undefined;
    listener = (request, response) => ((socketOfServer = request.socket), void response.end('ok'));
    const { socket, answer } = await raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => answer().endsWith('ok') && closed.length === 1);
    expect(closed).to.have.length(1);
    expect(socketOfServer === undefined ? undefined : connectionOf(socketOfServer)?.isNew).to.equal(true);
    expect(socketOfServer?.listenerCount('close')).to.be.lessThan(6);
    socket.destroy();
  });

  it('closes an exchange also when what the framework left cannot be read', async () => {
    listener = (request, response) => {
      Object.defineProperty(request, 'route', { get: () => { throw new TypeError('odd'); } });
      response.end('ok');
    };
    expect(await visit('/odd')).to.equal('ok');
    await until(() => closed.length === 1);
    expect(failures.map(({ name }) => name)).to.deep.equal(['http-server:learn']);
  });

  it('goes on closing exchanges when none of what the framework leaves can be read', async () => {
    listener = (request, response) => {
      Object.defineProperty(request, 'route', { get: () => { throw new TypeError('odd'); } });
      response.end();
    };
    const { socket } = await raw('GET /odd HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(150));
    await until(() => closed.length === 150);
    expect(failures.at(-1)?.tripped).to.equal(true);
    socket.destroy();
  });

  it('closes the others when one cannot be closed', async () => {
    listener = () => {};
    const { close } = observer;
    observer.close = (exchange, ending) => {
      close(exchange, ending);
      if (exchange.url === '/1') throw new Error('no');
    };
    const { socket } = await raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => opened.length === 2);
    socket.resetAndDestroy();
    await until(() => closed.length === 2);
  });

  it('keeps what its observer throws from the application', async () => {
    observer.open = () => { throw new Error('no'); };
    expect(await visit('/a')).to.equal('ok');
    expect(failures).to.have.length(1);
    expect(closed).to.deep.equal([]);
  });

  it('sees nothing after its stop', async () => {
    stop();
    await visit('/a');
    expect(opened).to.deep.equal([]);
  });
});
