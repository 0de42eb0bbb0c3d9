import { once } from 'node:events';
import { createServer, get, ServerResponse, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttp2, connect, type Http2Server, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { watchHttpServer } from './watch-http-server.ts';

const FILE = fileURLToPath(import.meta.url);

describe('the request id in an answer', () => {
  let failures: GuardFailure[];
  let stop: Stop;
  let server: Server | Http2Server;

  const observer: ServerObserver<Exchange> = {
    open: (request, response) => ({ request, response, route: undefined, error: undefined, requestId: 'r-1' }),
    enter: () => {},
    isCurrent: () => true,
    run: (_exchange, fn) => fn(),
    close: () => {},
  };

  beforeEach(() => {
    failures = [];
    stop = watchHttpServer(observer, createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(async () => {
    stop();
    await new Promise((resolve) => server.close(resolve));
    expect(failures).to.deep.equal([]);
  });

  async function answerOf(listener: RequestListener): Promise<string[]> {
    server = createServer(listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const [response] = (await once(get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, agent: false }), 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    return response.rawHeaders;
  }
  const idsIn = (raw: readonly string[]): string[] => raw.filter((_, i) => i % 2 === 1 && raw[i - 1]?.toLowerCase() === 'x-request-id');

  const heads: readonly [name: string, write: (response: ServerResponse) => unknown, own?: string][] = [
    ['nothing is said of headers', (response) => response],
    ['headers are set', (response) => response.setHeader('x-a', 'b')],
    ['the head is written with an object', (response) => response.writeHead(201, { 'x-a': 'b' })],
    ['the head is written with a list', (response) => response.writeHead(201, ['x-a', 'b'])],
    ['the head is written with pairs, which Node refuses once a header was set', (response) => response.writeHead(201, [['x-a', 'b']] as never)],
    ['the head is written with a reason', (response) => response.writeHead(404, 'Gone Fishing', { 'x-a': 'b' })],
    ['the head is flushed', (response) => response.flushHeaders()],
    ['the head is written with a list that has such a value', (response) => response.writeHead(201, ['x-a', 'x-request-id'])],
    ['the application sets one', (response) => response.setHeader('X-Request-Id', 'mine'), 'mine'],
    ['the application writes one', (response) => response.writeHead(201, { 'X-Request-ID': 'mine' }), 'mine'],
    ['the application lists one', (response) => response.writeHead(201, ['x-a', 'b', 'x-request-id', 'mine']), 'mine'],
    ['the application pairs one', (response) => response.writeHead(201, [['x-request-id', 'mine']] as never), 'mine'],
  ];
  for (const [name, write, own = 'r-1'] of heads) {
    it(`is told once when ${name}`, async () => {
      expect(idsIn(await answerOf((_request, response) => (write(response), void response.end('ok'))))).to.deep.equal([own]);
    });
  }

  it('leaves the headers of the application as they are, in their order and case', async () => {
    const raw = await answerOf((_request, response) => void response.writeHead(200, ['X-B', '1', 'x-a', '2', 'X-B', '3']).end('ok'));
    expect(raw.slice(2, 8)).to.deep.equal(['X-B', '1', 'x-a', '2', 'X-B', '3']);
  });

  it('is none that the application could find among its own headers', async () => {
    let found: unknown;
    await answerOf((_request, response) => ((found = response.getHeaders()), void response.end('ok')));
    expect(Object.keys(found as object)).to.deep.equal([]);
  });

  it('is no matter for an answer whose request the application has taken away', async () => {
    expect(idsIn(await answerOf((_request, response) => (Object.assign(response, { req: undefined }), void response.end('ok'))))).to.deep.equal([]);
  });

  it('leaves Node as it was when it stops', async () => {
    await answerOf((_request, response) => void response.end('ok'));
    expect(Object.hasOwn(ServerResponse.prototype, '_storeHeader')).to.equal(true);
    stop();
    expect(Object.hasOwn(ServerResponse.prototype, '_storeHeader')).to.equal(false);
  });

  it('leaves alone what another library has put around it since, and is silent within that', async () => {
    const lines: string[] = [];
    const prototype = ServerResponse.prototype as unknown as { _storeHeader?: (line: string, headers: object) => void };
    await answerOf((_request, response) => void response.end('ok'));
    const ours = prototype._storeHeader;
    prototype._storeHeader = function theirs(line, headers) {
      lines.push(line);
      ours?.call(this, line, headers);
    };
    stop();
    await new Promise((resolve) => server.close(resolve));
    const raw = await answerOf((_request, response) => void response.end('ok'));
    delete prototype._storeHeader;
    expect([lines.length, idsIn(raw)]).to.deep.equal([1, []]);
  });

  it('puts back what another library had put there before', async () => {
    const prototype = ServerResponse.prototype as unknown as { _storeHeader?: (line: string, headers: object) => void };
    const nodes = prototype._storeHeader;
    const theirs = function theirs(this: object, line: string, headers: object): void {
      nodes?.call(this as never, line, headers);
    };
    prototype._storeHeader = theirs;
    await answerOf((_request, response) => void response.end('ok'));
    stop();
    const left = Object.getOwnPropertyDescriptor(prototype, '_storeHeader')?.value as unknown;
    delete prototype._storeHeader;
    expect(left).to.equal(theirs);
  });

  const streams: readonly [name: string, respond: (stream: ServerHttp2Stream) => unknown, own?: string][] = [
    ['without headers', (stream) => (stream.respond(), stream.end())],
    ['with headers', (stream) => (stream.respond({ ':status': 201, 'x-a': 'b' }), stream.end())],
    ['with an id of its own', (stream) => (stream.respond({ 'X-Request-Id': 'mine' }), stream.end()), 'mine'],
    ['with a file', (stream) => stream.respondWithFile(FILE, { 'x-a': 'b' })],
    ['with an open file', (stream) => stream.respondWithFD(openSync(FILE, 'r'))],
    ['with what is no set of headers', (stream) => { try { stream.respond('no' as unknown as OutgoingHttpHeaders); } catch { stream.respond(); stream.end(); } }],
  ];
  for (const [name, respond, own = 'r-1'] of streams) {
    it(`is told once by a stream of HTTP/2 that answers ${name}`, async () => {
      server = createHttp2();
      server.on('stream', respond);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const stream = session.request();
      const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders];
      await once(stream.resume(), 'close');
      session.close();
      expect(head['x-request-id']).to.equal(own);
    });
  }
});
