import { once } from 'node:events';
import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { grpcWay } from './grpc-way.ts';
import { targetsTo } from './made-targets.ts';
import type { ExportTarget } from './message.ts';
import type { Way } from './way.ts';

const GRPC = createRequire(import.meta.url).resolve('@grpc/grpc-js');

describe('grpcWay', () => {
  let server: Http2Server;
  let calls: { headers: IncomingHttpHeaders; body: Buffer }[];
  let answer: (stream: ServerHttp2Stream) => void;

  beforeEach(async () => {
    calls = [];
    answer = (stream) => reply(stream, 0);
    server = createServer();
    server.on('stream', (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {}).on('end', () => {
        calls.push({ headers, body: Buffer.concat(chunks) });
        answer(stream);
      });
    });
    server.on('session', (session) => session.on('error', () => {}).unref());
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(async () => { await new Promise((resolve) => { server.close(resolve); way.close?.(); }); });

  let way: Way;
  function made(changed: Partial<ExportTarget> = {}): Way {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return (way = grpcWay('logs', { ...targetsTo(url, { protocol: 'grpc', ...changed }).logs as ExportTarget, url }, GRPC, 'test/1'));
  }

  it('sends the bytes as they are, with headers and who sends, to the service of its signal', async () => {
    expect(await made({ headers: { 'X-Key': 'k' } }).post(Buffer.from('records'), 5000)).to.deep.include({ taken: true });
    const [call] = calls;
    expect(call?.headers).to.include({ ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'x-key': 'k' });
    expect(call?.headers['user-agent']).to.match(/^test\/1 /);
    expect([call?.body[0], call?.body.subarray(5).toString()]).to.deep.equal([0, 'records']);
  });

  it('has them compressed when asked', async () => {
    const text = 'records'.repeat(100);
    await made({ gzip: true }).post(Buffer.from(text), 5000);
    expect([calls[0]?.headers['grpc-encoding'], calls[0]?.body[0]]).to.deep.equal(['gzip', 1]);
    expect(gunzipSync(calls[0]?.body.subarray(5) ?? '').toString()).to.equal(text);
  });

  it('gives the answer on', async () => {
    answer = (stream) => reply(stream, 0, Buffer.from([0x0a, 0x02, 0x08, 3]));
    expect(await made().post(Buffer.from('x'), 5000)).to.deep.equal({ taken: true, body: Buffer.from([0x0a, 0x02, 0x08, 3]) });
  });

  for (const [status, retry] of [[1, true], [3, false], [7, false], [8, true], [10, true], [11, true], [13, false], [14, true], [15, true], [16, false]] as const) {
    it(`takes status ${status} for ${retry ? 'worth another attempt' : 'final'}, and repeats no words of it`, async () => {
      answer = (stream) => reply(stream, status);
      expect(await made().post(Buffer.from('x'), 5000)).to.deep.equal({ taken: false, error: `gRPC status ${status}`, retry });
    });
  }

  it('ends an attempt that nobody answers in time', async () => {
    answer = () => {};
    expect(await made().post(Buffer.from('x'), 50)).to.deep.equal({ taken: false, error: 'ETIMEDOUT', retry: true });
  });
});

function reply(stream: ServerHttp2Stream, status: number, message: Buffer = Buffer.alloc(0)): void {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, 5);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': 'spans of a customer' }));
  stream.end(status === 0 ? frame : undefined);
}
