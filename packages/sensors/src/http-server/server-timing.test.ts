import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createHttp2, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { watchHttpServer } from './watch-http-server.ts';

const OURS = 'traceparent;desc="00-t-s-01"';

describe('the trace that an answer tells a browser', () => {
  let failures: GuardFailure[];
  let stop: Stop;
  let server: Server;
  let traceParent: () => string;

  beforeEach(() => {
    [failures, traceParent] = [[], () => '00-t-s-01'];
    const observer: ServerObserver<Exchange> = {
      open: (request, response) => ({ request, response, route: undefined, error: undefined, requestId: 'r-1' }),
      enter: () => {}, isCurrent: () => true, run: (_exchange, fn) => fn(), close: () => {}, traceParent: () => traceParent(),
    };
    stop = watchHttpServer(observer, createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(async () => {
    stop();
    await new Promise((resolve) => server.close(resolve));
    expect(failures).to.deep.equal([]);
  });

  async function listen(made: Server): Promise<number> {
    server = made;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function headersOf(write: (response: ServerResponse) => unknown): Promise<IncomingHttpHeaders> {
    const port = await listen(createServer((_request, response) => { write(response); response.end(); }));
    const [response] = (await once(get({ host: '127.0.0.1', port, agent: false }), 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    return response.headers;
  }

  async function headersOverHttp2(headers?: OutgoingHttpHeaders): Promise<IncomingHttpHeaders> {
    const port = await listen(createHttp2().on('stream', (stream: ServerHttp2Stream) => { stream.respond(headers); stream.end(); }));
    const client = connect(`http://127.0.0.1:${port}`);
    const [answer] = (await once(client.request().resume(), 'response')) as [IncomingHttpHeaders];
    await new Promise<void>((resolve) => client.close(resolve));
    return answer;
  }

  const heads: readonly [name: string, write: (response: ServerResponse) => unknown, expected: string][] = [
    ['nothing is said of headers', () => {}, OURS],
    ['the head is written with a list', (response) => response.writeHead(200, ['x-a', 'b']), OURS],
    ['the application tells timings of its own', (response) => response.setHeader('Server-Timing', 'db;dur=5'), `${OURS}, db;dur=5`],
  ];
  for (const [name, write, expected] of heads) {
    it(`is there when ${name}`, async () => {
      const headers = await headersOf(write);
      expect(headers['server-timing']).to.equal(expected);
      expect(headers['x-request-id']).to.equal('r-1');
    });
  }

  const streams: readonly [name: string, headers: OutgoingHttpHeaders | undefined, expected: string][] = [
    ['nothing is said of headers', undefined, OURS], ['there are headers', { 'x-a': 'b' }, OURS],
    ['the application tells a timing', { 'Server-Timing': 'db;dur=5' }, `db;dur=5, ${OURS}`],
    ['the application tells several', { 'server-timing': ['a', 'b'] }, `a, b, ${OURS}`],
  ];
  for (const [name, headers, expected] of streams) {
    it(`is there over HTTP/2 when ${name}`, async () => {
      expect((await headersOverHttp2(headers))['server-timing']).to.equal(expected);
    });
  }

  it('is not there when it cannot be told, and the answer is as it was', async () => {
    traceParent = () => { throw new Error('none'); };
    expect(await headersOf(() => {})).to.include({ 'x-request-id': 'r-1' }).and.not.to.have.property('server-timing');
  });
});
