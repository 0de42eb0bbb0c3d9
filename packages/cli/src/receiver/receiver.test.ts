import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { VigilError } from '@vigil/events';
import { expect } from 'chai';
import { startReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';

describe('the receiver', () => {
  let receiver: Receiver;
  const start = async (options?: ReceiverOptions): Promise<Receiver> => (receiver = await startReceiver(options));
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${receiver.url}${path}`, { method: 'POST', body: body as string, headers });

  afterEach(() => receiver.close());

  it('keeps what it is sent and answers in JSON when asked in JSON', async () => {
    await start();
    const response = await post('/v1/traces', traces('GET /'));
    expect([response.status, response.headers.get('content-type'), await response.text()]).to.deep.equal([200, 'application/json', '{}']);
    expect(receiver.spans.map((span) => span.name)).to.deep.equal(['GET /']);
  });

  it('answers in protobuf when asked in protobuf, with an empty message for success', async () => {
    await start();
    const response = await post('/v1/logs', '', { 'content-type': 'application/x-protobuf' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).to.deep.equal([200, 'application/x-protobuf', '']);
  });

  it('takes the three signals at their three paths', async () => {
    await start();
    await post('/v1/traces', traces('a'));
    await post('/v1/logs', logs('hello'));
    await post('/v1/metrics', '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{}}]}]}]}');
    expect([receiver.spans.length, receiver.logs[0]?.body, receiver.metrics[0]?.name]).to.deep.equal([1, 'hello', 'm']);
  });

  it('unpacks gzip, and takes a content type with parameters', async () => {
    await start();
    await post('/v1/traces', gzipSync(traces('a')), { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' });
    expect(receiver.spans).to.have.length(1);
    expect(receiver.requests[0]).to.include({ signal: 'traces', encoding: 'json', compression: 'gzip', items: 1, status: 200, bytes: traces('a').length });
  });

  const refused: [string, number, string, string, Record<string, string>][] = [
    ['an unknown path', 404, '/v1/nothing', '{}', { 'content-type': 'application/json' }],
    ['an unknown content type', 415, '/v1/traces', '{}', { 'content-type': 'text/plain' }],
    ['an unknown content encoding', 415, '/v1/traces', '{}', { 'content-type': 'application/json', 'content-encoding': 'br' }],
    ['a body that is not OTLP', 400, '/v1/traces', '{', { 'content-type': 'application/json' }],
    ['a body that is not gzip as it says', 400, '/v1/traces', '{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ];
  for (const [what, status, path, body, headers] of refused) {
    it(`answers ${what} with ${status} and a Status that says why`, async () => {
      await start();
      const response = await post(path, body, headers);
      expect(response.status).to.equal(status);
      expect(await response.json()).to.have.property('message').that.matches(/\w+/);
      expect(receiver.spans).to.have.length(0);
    });
  }

  it('answers another method than POST with 405 and the one it takes', async () => {
    await start();
    const response = await fetch(`${receiver.url}/v1/traces`);
    expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });

  it('writes the Status of a protobuf request as protobuf', async () => {
    await start();
    const response = await post('/v1/traces', Uint8Array.of(0x0a, 0x7f), { 'content-type': 'application/x-protobuf' });
    const body = new Uint8Array(await response.arrayBuffer());
    expect([response.status, body[0], body[1], body[2]]).to.deep.equal([400, 0x08, 3, 0x12]);
  });

  it('refuses a body of more than 64 MiB, by its announced length and by its unpacked length', async () => {
    await start();
    expect(await announce(receiver, 64 * 1024 * 1024 + 1)).to.equal(413);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1, 32));
    const response = await post('/v1/traces', bomb, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    expect(response.status).to.equal(413);
  });

  it('keeps no more than its capacity, the newest, and counts what it dropped', async () => {
    await start({ capacity: 2 });
    await post('/v1/traces', traces('a', 'b', 'c'));
    await post('/v1/traces', traces('d'));
    expect(receiver.spans.map((span) => span.name)).to.deep.equal(['c', 'd']);
    expect(receiver.evicted).to.include({ spans: 2, logs: 0 });
  });

  it('lets a test refuse, with its headers, and keeps nothing of what was refused', async () => {
    await start({ respond: ({ index }) => (index === 0 ? { status: 503, message: 'later', headers: { 'retry-after': '1' } } : undefined) });
    const first = await post('/v1/traces', traces('a'));
    expect([first.status, first.headers.get('retry-after'), receiver.spans.length]).to.deep.equal([503, '1', 0]);
    const second = await post('/v1/traces', traces('b'));
    expect([second.status, receiver.spans.length]).to.deep.equal([200, 1]);
  });

  it('lets a test be slow: nothing is answered or kept before its promise', async () => {
    const gate = new EventEmitter();
    await start({ respond: async () => { gate.emit('asked'); await once(gate, 'open'); return undefined; } });
    const asked = once(gate, 'asked');
    const answer = post('/v1/traces', traces('a'));
    await asked;
    expect(receiver.spans).to.have.length(0);
    gate.emit('open');
    expect((await answer).status).to.equal(200);
    expect(receiver.spans).to.have.length(1);
  });

  it('lets a test accept in part, or hang up', async () => {
    await start({ respond: ({ index }) => (index === 0 ? { status: 200, rejected: 3, message: 'too old' } : 'reset') });
    const partial = await post('/v1/logs', logs('a'));
    expect(await partial.json()).to.deep.equal({ partialSuccess: { rejectedLogRecords: '3', errorMessage: 'too old' } });
    const failure = await post('/v1/logs', logs('a')).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error);
  });

  it('tells its listeners of each batch', async () => {
    const seen: number[] = [];
    await start({ onSpans: (spans) => seen.push(spans.length) });
    await post('/v1/traces', traces('a', 'b'));
    expect(seen).to.deep.equal([2]);
  });

  it('resolves a wait with what the predicate found, now or later', async () => {
    await start();
    const later = receiver.waitFor(({ spans }) => spans.find((span) => span.name === 'b'));
    await post('/v1/traces', traces('a'));
    await post('/v1/traces', traces('b'));
    expect((await later)?.name).to.equal('b');
    expect(await receiver.waitFor(({ spans }) => spans.length)).to.equal(2);
  });

  it('says what had arrived when a wait is in vain, and ends it when it is closed', async () => {
    await start();
    await post('/v1/traces', traces('a'));
    const timeout = await receiver.waitFor(() => false, 1).catch((error: VigilError) => error);
    expect(timeout).to.include({ code: 'VIGIL_WAIT_TIMEOUT' }).and.property('message').contains('1 requests with 1 spans');
    const pending = receiver.waitFor(() => false).catch((error: VigilError) => error);
    await receiver.close();
    expect(await pending).to.include({ code: 'VIGIL_RECEIVER_CLOSED' });
  });

  it('says which port is in use', async () => {
    await start();
    const error = await startReceiver({ port: receiver.port }).catch((reason: VigilError) => reason);
    expect(error).to.include({ code: 'VIGIL_PORT_IN_USE' }).and.property('message').contains(String(receiver.port));
  });

  it('forgets on clear', async () => {
    await start();
    await post('/v1/traces', traces('a'));
    receiver.clear();
    expect([receiver.spans.length, receiver.requests.length]).to.deep.equal([0, 0]);
  });
});

function traces(...names: string[]): string {
  const spans = names.map((name) => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

function logs(text: string): string {
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: text } }] }] }] });
}

/** Announces a length and sends nothing of it. */
function announce({ url }: Receiver, length: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': length };
    const asking = request(`${url}/v1/traces`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      asking.destroy();
    });
    asking.on('error', reject);
    asking.flushHeaders();
  });
}
