import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import { Delivery } from './delivery.ts';
import { targetsTo } from './made-targets.ts';

type Told = [error: string | undefined, rejected: number | undefined];

describe('Delivery', () => {
  let server: Server;
  let url: string;
  let bodies: string[];
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  let delivery: Delivery;
  let failures: string[];
  let threads: Worker[];
  const onThread = (message: unknown): void => void threads.push((message as { worker: Worker }).worker);

  const made = (options: { maxBytes?: number } = {}): Delivery => (delivery = new Delivery({
    targets: targetsTo(url, { headers: { 'x-key': 'k' } }), userAgent: 'test/1', env: {}, onFailure: (reason) => failures.push(reason), ...options,
  }));
  const send = (text: string): Promise<Told> => new Promise((resolve) => {
    delivery.send('traces', Buffer.from(text), (error, rejected) => resolve([error, rejected]));
  });
  const arrival = async (): Promise<void> => { await once(server, 'request'); };

  beforeEach(async () => {
    [bodies, failures, threads] = [[], [], []];
    answer = (response) => response.end();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        answer(response, request);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    subscribe('worker_threads', onThread);
  });
  afterEach(async () => {
    unsubscribe('worker_threads', onThread);
    await delivery.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends a batch to the path of its signal, with the headers, and tells that it arrived', async () => {
    const seen: unknown[] = [];
    answer = (response, { url: path, headers }) => {
      seen.push(path, headers['x-key'], headers['user-agent'], headers['content-type']);
      response.end();
    };
    made();
    expect(await send('spans')).to.deep.equal([undefined, undefined]);
    expect(bodies).to.deep.equal(['spans']);
    expect(seen).to.deep.equal(['/v1/traces', 'k', 'test/1', 'application/x-protobuf']);
  });

  it('sends a view on a larger buffer as what it shows, and leaves the buffer alone', async () => {
    made();
    const whole = Buffer.alloc(64, 'x');
    const told = new Promise((resolve) => delivery.send('traces', whole.subarray(0, 3), resolve));
    expect(await told).to.equal(undefined);
    expect(bodies).to.deep.equal(['xxx']);
    expect(whole.length).to.equal(64);
  });

  it('tells a refusal for good at once', async () => {
    answer = (response) => response.writeHead(400).end();
    made();
    expect(await send('spans')).to.deep.equal(['HTTP 400', undefined]);
    expect(failures).to.deep.equal(['HTTP 400']);
  });

  it('tries again when it is asked to, and tells of the failed attempt meanwhile', async () => {
    let attempts = 0;
    answer = (response) => {
      attempts += 1;
      if (attempts === 1) response.writeHead(503, { 'retry-after': '0.05' });
      response.end();
    };
    made();
    expect(await send('spans')).to.deep.equal([undefined, undefined]);
    expect(bodies).to.deep.equal(['spans', 'spans']);
    expect(failures).to.deep.equal(['HTTP 503']);
  });

  it('tells how many items the other side took but refused to keep', async () => {
    // ExportTraceServiceResponse { partial_success { rejected_spans: 3 } }
    answer = (response) => response.end(Buffer.from([0x0a, 0x02, 0x08, 0x03]));
    made();
    expect(await send('spans')).to.deep.equal([undefined, 3]);
  });

  it('takes an answer that it cannot read for a plain yes', async () => {
    answer = (response) => response.end('<html>ok</html>');
    made();
    expect(await send('spans')).to.deep.equal([undefined, undefined]);
  });

  it('gives up what waits for another attempt when it is to hurry', async () => {
    answer = (response) => response.writeHead(503, { 'retry-after': '8' }).end();
    made();
    const told = send('spans');
    while (failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    delivery.hurry();
    expect(await told).to.deep.equal(['HTTP 503', undefined]);
    expect(bodies).to.have.length(1);
  });

  it('refuses a batch beyond the bytes that may be on their way, and takes more once they arrived', async () => {
    made({ maxBytes: 10 });
    const first = send('12345678');
    expect(await send('1234')).to.deep.equal(['too much is on its way already', undefined]);
    await first;
    expect(await send('1234')).to.deep.equal([undefined, undefined]);
  });

  it('waits until nothing is on its way', async () => {
    made();
    void send('spans');
    expect(delivery.pending).to.equal(1);
    expect(await delivery.wait(5000)).to.equal(true);
    expect(delivery.pending).to.equal(0);
  });

  it('waits no longer than it was told to', async () => {
    answer = () => {};
    made();
    void send('spans');
    expect(await delivery.wait(20)).to.equal(false);
  });

  it('says that nothing is on its way when nothing was ever sent, standing still or not', async () => {
    made();
    expect(delivery.waitStanding(0)).to.equal(true);
    expect(await delivery.wait(0)).to.equal(true);
    expect(threads).to.deep.equal([]);
  });

  it('loses what is on its way when it gives up, once', async () => {
    answer = () => {};
    made();
    const told = send('spans');
    delivery.giveUp();
    expect(await told).to.deep.equal(['the process ended first', undefined]);
    expect(delivery.waitStanding(0)).to.equal(true);
  });

  it('takes nothing after its stop', async () => {
    made();
    await delivery.stop();
    expect(await send('spans')).to.deep.equal(['stopped', undefined]);
    expect(threads).to.deep.equal([]);
  });

  it('tells of what was on its way when its thread died, and starts another for what comes', async () => {
    answer = () => {};
    made();
    const told = send('lost');
    await arrival();
    await threads[0]?.terminate();
    expect(await told).to.deep.equal(['the sender thread ended', undefined]);
    answer = (response) => response.end();
    expect(await send('next')).to.deep.equal([undefined, undefined]);
    expect(delivery.waitStanding(0)).to.equal(true);
  });

  it('waits standing still until the receipt is there', async () => {
    made();
    const told = send('spans');
    expect(delivery.waitStanding(0)).to.equal(false);
    // The server of this test turns on the same loop that stands still, so that nothing can arrive meanwhile: a refused
    // connection is what the thread can find out alone, or a reset one where it has not yet seen the kept connection's end.
    await told;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const refused = send('spans');
    delivery.hurry();
    expect(delivery.waitStanding(5000)).to.equal(true);
    expect((await refused)[0]).to.match(/ECONN(REFUSED|RESET)/);
  });

  it('starts a thread that keeps dying only five times', async () => {
    answer = () => {};
    made();
    for (let death = 0; death < 5; death++) {
      const told = send('lost');
      await threads[death]?.terminate();
      await told;
    }
    expect(await send('after')).to.deep.equal(['the sender thread cannot be started', undefined]);
    expect(threads).to.have.length(5);
  });

  it('does not take the end of a thread that failed for the end of its successor', async () => {
    made();
    await send('a');
    const successor = new Promise<Told>((resolve) => {
      // Node tells an `error` first and the `exit` of the same thread later; here a batch is sent in between.
      threads[0]?.once('error', () => void send('b').then(resolve));
      threads[0]?.emit('error', new Error('out of memory'));
    });
    await threads[0]?.terminate();
    expect(await successor).to.deep.equal([undefined, undefined]);
    expect(threads).to.have.length(2);
  });
});
