import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import { expect } from 'chai';
import { startChild, type Child } from './child.ts';
import type { Arrivals } from './sink.ts';

describe('the bench\'s sink', () => {
  let sink: Child<string, Arrivals>;
  before(async () => {
    const started = await startChild<object, string, Arrivals>([fileURLToPath(new URL('sink.ts', import.meta.url))], { cwd: '.', env: process.env });
    sink = started.child;
  });
  after(() => sink.end());

  const send = async (account: string, path: string, type: string, body: Uint8Array, encoding?: string): Promise<number> => {
    const { port } = await sink.ask(account);
    const headers = { 'content-type': type, connection: 'close', ...(encoding ? { 'content-encoding': encoding } : {}) };
    return (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> })).status;
  };
  const span = { name: 'web.request', resource: 'GET /', meta: { 'span.kind': 'server' } };

  it('keeps the accounts apart', async () => {
    await send('a', '/v0.4/traces', 'application/msgpack', encode([[span]]));
    expect((await sink.ask('a')).spans).to.deep.equal({ 'server web.request GET /': 1 });
    expect((await sink.ask('b')).spans).to.deep.equal({});
  });

  it('counts nothing twice, however often it is asked', async () => {
    await send('c', '/v0.4/traces', 'application/msgpack', encode([[span]]));
    await sink.ask('c');
    expect((await sink.ask('c')).spans).to.deep.equal({ 'server web.request GET /': 1 });
  });

  it('unpacks what is compressed', async () => {
    const envelope = ['{}', '{"type":"transaction"}', '{"type":"transaction","transaction":"GET /","contexts":{"trace":{"op":"http.server"}}}'].join('\n');
    await send('d', '/api/1/envelope/?sentry_version=7', 'text/plain', gzipSync(envelope), 'gzip');
    expect((await sink.ask('d')).spans).to.deep.equal({ 'server GET /': 1 });
  });

  it('refuses OTLP that it cannot count, and what it does not know', async () => {
    expect(await send('e', '/v1/traces', 'application/json', Buffer.from('{}'))).to.equal(415);
    expect(await send('e', '/elsewhere', 'application/json', Buffer.from('{}'))).to.equal(404);
  });
});
