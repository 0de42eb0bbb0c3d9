import { connect } from 'node:net';
import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload, type Service } from '../support/service.ts';

const HEAD = 'Host: x\r\n';
const GOOD = `GET /good HTTP/1.1\r\n${HEAD}\r\n`;
const LAST = `GET /last HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`;
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
/** A request with headers that only telemetry reads, and whoever calls may write; the connection ends with its answer. */
const telling = (...headers: string[]): string => `GET /told HTTP/1.1\r\n${HEAD}${headers.map((line) => `${line}\r\n`).join('')}Connection: close\r\n\r\n`;

interface Sent {
  readonly name: string;
  readonly bytes: string;
  /** How the last answer begins that the client gets. */
  readonly answer: string;
  /** Path and status of each span, in the order of the requests. */
  readonly spans: readonly (readonly [path: string, status: number | undefined])[];
}

/** What comes over the wire that is no plain request, in one write, and what must come of it. */
const CASES: readonly Sent[] = [
  { name: 'an upgrade that the application takes', bytes: `GET /up HTTP/1.1\r\n${HEAD}Connection: upgrade\r\nUpgrade: echo\r\n\r\n`, answer: 'HTTP/1.1 101', spans: [] },
  { name: 'no HTTP at all', bytes: 'hello\r\n\r\n', answer: 'HTTP/1.1 400', spans: [] },
  { name: 'no HTTP behind a request', bytes: `${GOOD}hello\r\n\r\n`, answer: '', spans: [['/good', 200]] },
  { name: 'a request without a host', bytes: 'GET /x HTTP/1.1\r\n\r\n', answer: 'HTTP/1.1 400', spans: [['/x', 400]] },
  { name: 'a head that is too long', bytes: `GET /long HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(5000)}\r\n\r\n`, answer: 'HTTP/1.1 431', spans: [] },
  { name: 'a head that never ends', bytes: `GET /slow HTTP/1.1\r\n${HEAD}`, answer: 'HTTP/1.1 408', spans: [] },
  { name: 'a body that is no chunk', bytes: `POST /chunk HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, answer: '', spans: [['/chunk', undefined]] },
  { name: 'HTTP/1.0', bytes: 'GET /old HTTP/1.0\r\n\r\n', answer: 'HTTP/1.1 200', spans: [['/old', 200]] },
  { name: 'a request and an upgrade behind it', bytes: `${GOOD}GET /up HTTP/1.1\r\n${HEAD}Connection: upgrade\r\nUpgrade: echo\r\n\r\n`, answer: 'HTTP/1.1 101', spans: [['/good', 200]] },
  { name: 'a thousand entries of baggage', bytes: telling(`Baggage: ${'a=1,'.repeat(900)}`), answer: 'HTTP/1.1 200', spans: [['/told', 200]] },
  { name: 'baggage that cannot be decoded', bytes: telling('Baggage: a=%E0%A4%A,=,;;,__proto__=x,constructor=y,b=%', 'Baggage: c'), answer: 'HTTP/1.1 200', spans: [['/told', 200]] },
  { name: 'a thousand entries of trace state', bytes: telling(`Traceparent: ${PARENT}`, `Tracestate: ${'=,a=1,'.repeat(500)}`), answer: 'HTTP/1.1 200', spans: [['/told', 200]] },
  { name: 'trace parents that are none', bytes: telling(`Traceparent: ${'0'.repeat(3000)}`, 'Traceparent: ,', 'Tracestate: ,=?'), answer: 'HTTP/1.1 200', spans: [['/told', 200]] },
  { name: 'two trace parents', bytes: telling(`Traceparent: ${PARENT}`, 'Traceparent: ff-zz', 'X-Request-Id: a', 'X-Request-Id: b'), answer: 'HTTP/1.1 200', spans: [['/told', 200]] },
];

const FRAMEWORKS = ['http', 'express express', 'express express4', 'fastify fastify', 'fastify fastify4'];

/** Sends the bytes, waits until the server hangs up, and answers with all that came. */
function send(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text)).on('error', reject);
    socket.write(bytes);
  });
}

for (const framework of FRAMEWORKS) {
  describe(`the wire, before ${framework}`, () => {
    const runs: Partial<Record<Preload, { service: Service; url: string }>> = {};
    let sink: Receiver;

    before(async () => {
      sink = await startReceiver();
      for (const preload of ['none', 'require'] as const) {
        const service = startService({ app: 'wire.cjs', preload, endpoint: sink.url, env: { FRAMEWORK: framework } });
        runs[preload] = { service, url: await service.url() };
      }
    });
    beforeEach(() => sink.clear());
    after(async () => {
      for (const { service } of Object.values(runs)) await service.stop();
      await sink.close();
    });

    for (const { name, bytes, answer, spans } of CASES) {
      it(`is answered as without us, and told as it is: ${name}`, async () => {
        const [bare = '', watched = ''] = await Promise.all([send(runs.none!.url, bytes), send(runs.require!.url, bytes)]);
        expect(heads(watched)).to.deep.equal(heads(bare));
        expect(watched).to.match(new RegExp(`(^|\\n|ok)${answer}`));
        // What is asked last arrives last: nothing more can come of what was asked before.
        expect(await send(runs.require!.url, LAST)).to.include('HTTP/1.1 200');
        await sink.waitFor((told) => told.spans.find((span) => pathOf(span) === '/last'));
        const told = sink.spans.filter((span) => pathOf(span) !== '/last');
        expect(told.map((span) => [pathOf(span), span.attributes['http.response.status_code']])).to.deep.equal(spans);
      });
    }
  });
}

const pathOf = ({ attributes }: ReceivedSpan): unknown => attributes['url.path'];

/** What was answered, less what differs from run to run and the line that we add. */
function heads(text: string): string[] {
  return text.split('\r\n').filter((line) => !/^(date|x-request-id):/i.test(line));
}
