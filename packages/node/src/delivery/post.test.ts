import { once } from 'node:events';
import { Agent, createServer, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { post, type Target } from './post.ts';

describe('post', () => {
  let server: Server;
  let listener: RequestListener;
  let target: Target;
  const body = Buffer.from('spans');

  beforeEach(async () => {
    server = createServer((incoming, outgoing) => listener(incoming, outgoing)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
    target = { url, headers: { 'x-key': 'k' }, gzip: false, agent: new Agent(), request: request as Target['request'] };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function received(): Promise<{ url: string | undefined; headers: Record<string, unknown>; body: Buffer }> {
    return new Promise((resolve) => {
      listener = (incoming, outgoing) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
          outgoing.end();
          resolve({ url: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks) });
        });
      };
    });
  }

  it('posts the body with its headers', async () => {
    const seen = received();
    expect(await post(target, body, 5000)).to.deep.include({ taken: true });
    const { url, headers, body: sent } = await seen;
    expect([url, headers['x-key'], headers['content-encoding'], sent.toString()]).to.deep.equal(['/v1/traces', 'k', undefined, 'spans']);
  });

  it('says that a body is compressed', async () => {
    const seen = received();
    await post({ ...target, gzip: true }, body, 5000);
    expect((await seen).headers['content-encoding']).to.equal('gzip');
  });

  const answers: readonly [status: number, retryAfter: string | undefined, expected: object][] = [
    [400, undefined, { taken: false, error: 'HTTP 400', retry: false }],
    [401, undefined, { taken: false, error: 'HTTP 401', retry: false }],
    [301, undefined, { taken: false, error: 'HTTP 301', retry: false }],
    [500, undefined, { taken: false, error: 'HTTP 500', retry: false }],
    [429, '2', { taken: false, error: 'HTTP 429', retry: true, after: 2000 }],
    [502, undefined, { taken: false, error: 'HTTP 502', retry: true }],
    [503, '0', { taken: false, error: 'HTTP 503', retry: true }],
    [503, 'Wed, 21 Oct 2015 07:28:00 GMT', { taken: false, error: 'HTTP 503', retry: true }],
    [504, '-5', { taken: false, error: 'HTTP 504', retry: true }],
  ];
  for (const [status, retryAfter, expected] of answers) {
    it(`judges ${status}${retryAfter === undefined ? '' : ` with Retry-After: ${retryAfter}`}`, async () => {
      listener = (_incoming, outgoing) => {
        outgoing.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('spans of a customer');
      };
      expect(await post(target, body, 5000)).to.deep.equal(expected);
    });
  }

  it('reports a connection that is reset as worth another attempt', async () => {
    listener = (incoming) => incoming.socket.resetAndDestroy();
    expect(await post(target, body, 5000)).to.deep.equal({ taken: false, error: 'ECONNRESET', retry: true });
  });

  it('reports a connection that is cut in the middle of the answer', async () => {
    listener = (incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': 100 }).write('half');
      setImmediate(() => incoming.socket.destroy());
    };
    expect(await post(target, body, 5000)).to.deep.include({ taken: false, retry: true });
  });

  it('ends an attempt that nobody answers in time', async () => {
    listener = () => {};
    expect(await post(target, body, 30)).to.deep.equal({ taken: false, error: 'ETIMEDOUT', retry: true });
  });

  it('ends an attempt whose answer trickles on and on', async () => {
    let drops: NodeJS.Timeout | undefined;
    listener = (_incoming, outgoing) => {
      outgoing.writeHead(200);
      drops = setInterval(() => outgoing.write('.'), 5);
    };
    const attempt = await post(target, body, 60);
    clearInterval(drops);
    expect(attempt).to.deep.equal({ taken: false, error: 'ETIMEDOUT', retry: true });
  });

  it('reads no answer without end', async () => {
    listener = (_incoming, outgoing) => void outgoing.end(Buffer.alloc(2 * 1024 * 1024));
    expect(await post(target, body, 5000)).to.deep.include({ taken: false, error: 'the answer is too long' });
  });

  it('answers with a failure, as it promises, when the request cannot even be made', async () => {
    const attempt = await post({ ...target, url: 'localhost:4318/v1/traces' }, body, 1000);
    expect(attempt).to.deep.include({ taken: false, retry: false });
  });
});
