import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { targetsTo } from './made-targets.ts';
import { SIGNALS, type ExportTarget, type Receipt, type Signal } from './message.ts';
import { Sender } from './sender.ts';

describe('Sender', () => {
  let server: Server;
  let url: string;
  let paths: (string | undefined)[];
  let bodies: Buffer[];
  let answer: (response: ServerResponse, attempt: number) => void;

  beforeEach(async () => {
    [paths, bodies] = [[], []];
    answer = (response) => response.end();
    server = createServer((request, response) => {
      paths.push(request.url);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        bodies.push(Buffer.concat(chunks));
        answer(response, paths.length);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function sender(changed: Partial<ExportTarget> = {}, to: string = url): Sender {
    const { port1, port2 } = new MessageChannel();
    port1.close();
    return new Sender({ targets: targetsTo(to, changed), proxy: undefined, userAgent: 'test/1', settled: new Int32Array(1), receipts: port2 });
  }
  async function send(by: Sender, signal: Signal = 'traces', id: number = 0): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    await by.send({ id, signal, bytes: Uint8Array.of(120) }, (receipt) => void receipts.push(receipt));
    return receipts;
  }

  it('sends each signal to its own target', async () => {
    const by = sender();
    for (const signal of SIGNALS) expect(await send(by, signal)).to.deep.equal([{ id: 0 }]);
    expect(paths).to.deep.equal(['/v1/traces', '/v1/metrics', '/v1/logs']);
  });

  it('tells of a signal that has no target', async () => {
    const { port2 } = new MessageChannel();
    const targets = { ...targetsTo(url), logs: undefined };
    const by = new Sender({ targets, proxy: undefined, userAgent: 'test/1', settled: new Int32Array(1), receipts: port2 });
    expect(await send(by, 'logs')).to.deep.equal([{ id: 0, error: 'it is not exported' }]);
    port2.close();
  });

  it('compresses when asked, once for all attempts, and gives the memory of the batch back', async () => {
    answer = (response, attempt) => void response.writeHead(attempt === 1 ? 503 : 200, { 'retry-after': '0.01' }).end();
    const text = 'spans'.repeat(Buffer.poolSize);
    const bytes = new TextEncoder().encode(text);
    await sender({ gzip: true }).send({ id: 0, signal: 'traces', bytes }, () => {});
    expect(bodies.map((body) => gunzipSync(body).toString())).to.deep.equal([text, text]);
    expect(bytes.byteLength).to.equal(0);
  });

  it('gives the memory of a batch that is not compressed back when it was taken, and not before', async () => {
    const bytes = new Uint8Array(2 * Buffer.poolSize).fill(1);
    const lengths: number[] = [];
    answer = (response, attempt) => {
      lengths.push(bytes.byteLength);
      response.writeHead(attempt === 1 ? 503 : 200, { 'retry-after': '0.01' }).end();
    };
    await sender().send({ id: 0, signal: 'traces', bytes }, () => {});
    expect([...lengths, bytes.byteLength]).to.deep.equal([2 * Buffer.poolSize, 2 * Buffer.poolSize, 0]);
    expect(bodies.map((body) => body.length)).to.deep.equal([2 * Buffer.poolSize, 2 * Buffer.poolSize]);
  });

  it('leaves memory alone that others share', async () => {
    const bytes = Buffer.allocUnsafe(100).fill(1);
    await sender().send({ id: 0, signal: 'traces', bytes }, () => {});
    expect(bytes.byteLength).to.equal(100);
  });

  const partial: readonly [signal: Signal, rejected: number, told: number][] = [['traces', 3, 3], ['logs', 2, 2], ['metrics', 9, 1], ['traces', 0, 0]];
  for (const [signal, rejected, told] of partial) {
    it(`tells of ${signal} that ${rejected} were refused${signal === 'metrics' ? ', as one export' : ''}`, async () => {
      answer = (response) => response.end(Buffer.from([0x0a, 0x02, 0x08, rejected]));
      expect(await send(sender(), signal)).to.deep.equal([told === 0 ? { id: 0 } : { id: 0, rejected: told }]);
    });
  }

  it('understands a refusal in JSON, where numbers of 64 bits are text', async () => {
    answer = (response) => response.end('{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}');
    expect(await send(sender({ protocol: 'http/json' }))).to.deep.equal([{ id: 0, rejected: 3 }]);
  });

  it('tells of each failed attempt, and then how it ended', async () => {
    answer = (response, attempt) => {
      if (attempt < 3) response.writeHead(503, { 'retry-after': '0.01' });
      response.end();
    };
    const failed = { id: 0, error: 'HTTP 503', again: true };
    expect(await send(sender())).to.deep.equal([failed, failed, { id: 0 }]);
  });

  it('gives up when the next attempt would come too late', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    expect(await send(sender())).to.deep.equal([{ id: 0, error: 'HTTP 429' }]);
  });

  it('gives what is under way its one attempt in a hurry, and what comes later all of them', async () => {
    answer = (response, attempt) => response.writeHead(attempt < 3 ? 503 : 200, { 'retry-after': '0.01' }).end();
    const by = sender();
    const first = send(by, 'traces', 0);
    by.hurry();
    expect(await first).to.deep.equal([{ id: 0, error: 'HTTP 503' }]);
    expect(await send(by, 'traces', 1)).to.deep.equal([{ id: 1, error: 'HTTP 503', again: true }, { id: 1 }]);
  });

  it('tells that nobody is there', async () => {
    const by = sender({}, 'http://127.0.0.1:1');
    const receipts: Receipt[] = [];
    const done = by.send({ id: 0, signal: 'traces', bytes: Uint8Array.of(120) }, (receipt) => {
      receipts.push(receipt);
      by.hurry();
    });
    await done;
    expect(receipts).to.deep.equal([{ id: 0, error: 'ECONNREFUSED', again: true }, { id: 0, error: 'ECONNREFUSED' }]);
  });

  it('is over when the time of a batch is, whatever is left to try', async () => {
    answer = () => {};
    expect(await send(sender({ timeout: 30 }))).to.deep.equal([{ id: 0, error: 'ETIMEDOUT' }]);
  });
});
