import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { context, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, suppressTracing, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { createGuard, type GuardFailure } from '@vigil/events';
import { watchHttpClient, watchHttpServer, type Stop } from '@vigil/sensors';
import { expect } from 'chai';
import { ActiveRequests } from '../active-requests.ts';
import { CalledKinds } from '../called-kinds.ts';
import { ClientTelemetry } from '../client-telemetry.ts';
import { DurationHistogram } from '../duration-series.ts';
import { ServedKinds } from '../served-kinds.ts';
import { ServerTelemetry } from '../server-telemetry.ts';
import { HotBatch } from './hot-batch.ts';
import { HotClientTelemetry } from './hot-client-telemetry.ts';
import { HotIds } from './hot-ids.ts';
import { HotServerTelemetry } from './hot-server-telemetry.ts';
import { encodeResource, encodeScope } from './span-encoder.ts';

/** A span, whichever way it took. */
interface Seen {
  readonly way: 'hot' | 'sdk';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  readonly seconds: number;
  readonly attributes: Record<string, unknown>;
}

type Field = readonly [number: number, value: bigint | Uint8Array];

/** The fields of a message of Protocol Buffers; enough of it to read what we write. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const length = [0, 8, Number(tag % 8 === 2 ? varint() : 0n), 0, 0, 4][tag % 8] as number;
    if (tag % 8 === 0) fields.push([tag >> 3, varint()]);
    else fields.push([tag >> 3, bytes.subarray(at, (at += length))]);
  }
  expect(at).to.equal(bytes.length);
  return fields;
}

const find = (fields: readonly Field[], number: number): Uint8Array | undefined => fields.find(([one]) => one === number)?.[1] as Uint8Array | undefined;
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

function valueOf(any: Uint8Array): unknown {
  const [[kind, value] = [0, 0n]] = fieldsOf(any);
  return kind === 1 ? text(value as Uint8Array) : Number(value);
}

function readSpan(bytes: Uint8Array): Seen {
  const fields = fieldsOf(bytes);
  const parent = hex(find(fields, 4));
  const time = (number: number): bigint => Buffer.from(find(fields, number) ?? []).readBigUInt64LE();
  const attributes = fields.filter(([number]) => number === 9).map(([, pair]) => fieldsOf(pair as Uint8Array));
  const status = find(fields, 15);
  return {
    way: 'hot', traceId: hex(find(fields, 1)), spanId: hex(find(fields, 2)), parentSpanId: parent === '' ? undefined : parent, name: text(find(fields, 5)),
    kind: Number(fields.find(([number]) => number === 6)?.[1]), status: status === undefined ? 0 : Number(fieldsOf(status)[0]?.[1]),
    seconds: Number(time(8) - time(7)) / 1e9,
    attributes: Object.fromEntries(attributes.map((pair) => [text(find(pair, 1)), valueOf(find(pair, 2) as Uint8Array)])),
  };
}

function readRequest(bytes: Uint8Array): Seen[] {
  const scopes = fieldsOf(find(fieldsOf(bytes), 1) as Uint8Array).filter(([number]) => number === 2);
  return scopes.flatMap(([, scope]) => fieldsOf(scope as Uint8Array).filter(([number]) => number === 2).map(([, span]) => readSpan(span as Uint8Array)));
}

function readReal(span: ReadableSpan): Seen {
  const { traceId, spanId } = span.spanContext();
  return {
    way: 'sdk', traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name: span.name, kind: span.kind + 1, status: span.status.code,
    seconds: span.duration[0] + span.duration[1] / 1e9, attributes: { ...span.attributes },
  };
}

for (const way of ['hot', 'general'] as const) {
  describe(`HTTP telemetry on the ${way} path`, () => {
    let seen: Seen[];
    let lost: string[];
    let failures: GuardFailure[];
    let batch: HotBatch;
    let served: DurationHistogram;
    let called: DurationHistogram;
    let listener: RequestListener;
    let server: Server;
    let port: number;
    let stop: Stop[];

    before(async () => {
      context.setGlobalContextManager(new AsyncLocalStorageContextManager());
      propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
      server = createServer((request, response) => listener(request, response));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      port = (server.address() as AddressInfo).port;
    });
    after(() => {
      context.disable();
      propagation.disable();
      server.closeAllConnections();
      server.close();
    });
    beforeEach(() => {
      [seen, lost, failures] = [[], [], []];
      listener = (_request, response) => void response.end('ok');
      begin();
    });
    afterEach(() => {
      for (const one of stop) one();
      expect(failures).to.deep.equal([]);
    });

    function begin(capacity: number = 1000): void {
      const ids = new HotIds();
      batch = new HotBatch({
        resource: encodeResource({ 'service.name': 'shop' }), scope: encodeScope('test', '1'), capacity, size: 50, delay: 60_000,
        delivery: { send: (_signal, bytes) => void seen.push(...readRequest(bytes)) },
        ledger: { settle: (_signal, _items, error) => void lost.push(String(error)) },
      });
      const tracer = new TracerProvider({
        idGenerator: ids,
        spanProcessors: [{ onStart: () => {}, onEnd: (span) => void seen.push(readReal(span)), forceFlush: async () => {}, shutdown: async () => {} }],
      }).getTracer('test');
      [served, called] = [new DurationHistogram('served', ''), new DurationHistogram('called', '')];
      const contexts = new AsyncLocalStorageContextManager();
      context.disable();
      context.setGlobalContextManager(contexts);
      const parts = { tracer, contexts, active: new ActiveRequests(new MeterProvider().getMeter('test')), kinds: new ServedKinds(served) };
      const guard = createGuard({ report: (failure) => failures.push(failure) });
      const [kinds, hot] = [new CalledKinds(called), way === 'hot'];
      stop = [
        hot ? watchHttpServer(new HotServerTelemetry({ ...parts, batch, ids }), guard) : watchHttpServer(new ServerTelemetry(parts), guard),
        hot ? watchHttpClient(new HotClientTelemetry({ tracer, kinds, batch, ids }), guard) : watchHttpClient(new ClientTelemetry({ tracer, kinds }), guard),
      ];
    }

    const settled = async (count: number): Promise<void> => {
      while ((served.read()?.dataPoints ?? []).reduce((sum, { value }) => sum + value.count, 0) < count) await new Promise((resolve) => setImmediate(resolve));
      batch.flush();
    };
    /** A request that is itself not watched. */
    async function visit(path: string, options: object = {}): Promise<IncomingMessage> {
      const outgoing = context.with(suppressTracing(ROOT_CONTEXT), () => httpRequest({ host: '127.0.0.1', port, path, agent: false, ...options }).end());
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      await once(response.resume(), 'close');
      await settled(1);
      return response;
    }
    async function call(parent: Context, options: object = {}): Promise<void> {
      if (stop.length === 2) stop.shift()?.();
      const outgoing = context.with(parent, () => httpRequest({ host: '127.0.0.1', port, path: '/called', agent: false, ...options }).on('error', () => {}).end());
      outgoing.on('response', (response: IncomingMessage) => response.resume());
      await new Promise((resolve) => outgoing.once('close', resolve));
      batch.flush();
    }

    const TRACE = '0af7651916cd43dd8448eb211c80319c';
    const PARENT = 'b7ad6b7169203331';

    it('makes one server span of a request', async () => {
      const response = await visit('/a?b=c&token=t', { headers: { 'user-agent': 'curl/8', host: 'shop.test:81' } });
      expect(seen).to.have.length(1);
      const [span] = seen;
      expect(span).to.deep.include({ name: 'GET', kind: 2, status: 0, parentSpanId: undefined, way: way === 'hot' ? 'hot' : 'sdk' });
      expect(span?.seconds).to.be.within(0, 10);
      const { 'network.peer.port': peerPort, ...attributes } = span?.attributes ?? {};
      expect(peerPort).to.be.a('number');
      expect(attributes).to.deep.equal({
        'http.request.method': 'GET', 'http.response.status_code': 200, 'url.scheme': 'http', 'url.path': '/a', 'url.query': 'b=c&token=REDACTED',
        'network.protocol.version': '1.1', 'client.address': '127.0.0.1', 'network.peer.address': '127.0.0.1', 'server.address': 'shop.test', 'server.port': 81,
        'user_agent.original': 'curl/8', 'vigil.request.id': response.headers['x-request-id'],
      });
    });

    const parents: readonly [name: string, headers: object, expected: boolean][] = [
      ['a traceparent', { traceparent: `00-${TRACE}-${PARENT}-01` }, true],
      ['a traceparent and trace state', { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'a=b' }, true],
      ['a traceparent and baggage', { traceparent: `00-${TRACE}-${PARENT}-01`, baggage: 'a=b' }, true],
      ['a traceparent of zeros', { traceparent: `00-${'0'.repeat(32)}-${PARENT}-01` }, false],
      ['a traceparent in capitals', { traceparent: `00-${TRACE.toUpperCase()}-${PARENT}-01` }, false],
      ['two traceparents', { traceparent: [`00-${TRACE}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01`] }, false],
      ['nonsense', { traceparent: 'x'.repeat(55) }, false],
      ['baggage that cannot be decoded', { baggage: '%zz=%zz;=,,=' }, false],
    ];
    for (const [name, headers, expected] of parents) {
      it(`${expected ? 'continues the trace' : 'begins a trace'} of a request with ${name}`, async () => {
        await visit('/a', { headers });
        expect(seen[0]?.traceId === TRACE).to.equal(expected);
        expect(seen[0]?.parentSpanId).to.equal(expected ? PARENT : undefined);
        expect(seen[0]?.traceId).to.match(/^[0-9a-f]{32}$/);
      });
    }

    it('records nothing of a request whose caller records nothing, but measures it', async () => {
      await visit('/a', { headers: { traceparent: `00-${TRACE}-${PARENT}-00` } });
      expect(seen).to.deep.equal([]);
      expect(served.read()?.dataPoints).to.have.length(1);
    });

    it('takes the first of headers that come twice, as Node does', async () => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /a HTTP/1.1\r\nHost: first.test\r\nHost: second.test\r\nUser-Agent: first\r\nUser-Agent: second\r\nConnection: close\r\n\r\n');
      await settled(1);
      socket.destroy();
      expect(seen[0]?.attributes).to.include({ 'server.address': 'first.test', 'user_agent.original': 'first' });
    });

    it('serves HTTP/1.0 without a Host header', async () => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /old HTTP/1.0\r\n\r\n');
      await settled(1);
      socket.destroy();
      expect(seen[0]?.attributes).to.include({ 'network.protocol.version': '1.0', 'url.path': '/old' });
      expect(seen[0]?.attributes).not.to.have.property('server.address');
    });

    it('keeps the credentials of a whole URL, as to a proxy, out of the span', async () => {
      await visit('http://ann:hunter2@shop.test/a?b=c');
      expect(seen[0]?.attributes).to.include({ 'url.path': '/a', 'url.query': 'b=c' });
      expect(JSON.stringify(seen)).not.to.include('hunter2');
    });

    it('bears a head that is as long as Node allows, in the longest characters and pairs', async () => {
      const latin = '\u00e9'.repeat(2300);
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET /${'a'.repeat(2100)}?${'sid=&'.repeat(500)} HTTP/1.1\r\nHost: ${latin}\r\nUser-Agent: ${latin}\r\nConnection: close\r\n\r\n`, 'latin1');
      await settled(1);
      socket.destroy();
      expect(seen).to.have.length(1);
      expect(seen[0]?.attributes['user_agent.original']).to.equal(latin.slice(0, 2048));
      expect(seen[0]?.attributes['url.query']).to.include('sid=REDACTED&');
    });

    it('gives handlers their span, which takes what they put on it', async () => {
      let ids: unknown;
      listener = (_request, response) => {
        const span = trace.getActiveSpan();
        ids = span?.spanContext();
        span?.setAttribute('shop.order', 7).updateName('mine').addEvent('paid');
        response.end();
      };
      await visit('/a');
      expect(seen).to.have.length(1);
      expect(seen[0]).to.deep.include({ name: 'mine', way: 'sdk' });
      expect(ids).to.include({ traceId: seen[0]?.traceId, spanId: seen[0]?.spanId });
      expect(seen[0]?.attributes).to.include({ 'shop.order': 7, 'url.path': '/a', 'http.response.status_code': 200 });
    });

    it('makes the spans that handlers start its children', async () => {
      listener = (_request, response) => {
        trace.getTracer('none');
        setImmediate(() => httpRequest({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: '/inner', agent: false }, (inner) => {
          inner.resume().on('end', () => response.end());
        }).end());
        listener = (_inner, answer) => void answer.end();
      };
      await visit('/outer');
      await settled(2);
      const [outer, client, inner] = ['/outer', undefined, '/inner'].map((path) => seen.find(({ attributes }) => attributes['url.path'] === path));
      expect(new Set(seen.map(({ traceId }) => traceId)).size).to.equal(1);
      expect(client?.parentSpanId).to.equal(outer?.spanId);
      expect(inner?.parentSpanId).to.equal(client?.spanId);
    });

    it('makes an error span of a 500, once', async () => {
      listener = (_request, response) => void response.writeHead(500).end();
      await visit('/a');
      expect(seen).to.have.length(1);
      expect(seen[0]).to.deep.include({ status: 2 });
      expect(seen[0]?.attributes['error.type']).to.equal('500');
    });

    it('makes an error span of a request whose client has gone', async () => {
      let arrived = (): void => {};
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      listener = () => arrived();
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /gone HTTP/1.1\r\nHost: x\r\n\r\n');
      await arrival;
      socket.destroy();
      await settled(1);
      expect(seen[0]?.attributes).to.include({ 'error.type': 'client_disconnected', 'url.path': '/gone' });
      expect(seen[0]?.status).to.equal(2);
    });

    it('measures by method, status and protocol alone, whatever a client sends', async () => {
      for (const [path, method] of [['/a', 'GET'], ['/b?c', 'GET'], ['/c', 'PROPFIND'], ['/d', 'MKCOL']] as const) await visit(path, { method, headers: { host: path.slice(1) } });
      await settled(4);
      const points = served.read()?.dataPoints.map(({ attributes, value }) => [attributes['http.request.method'], value.count]);
      expect(points).to.deep.equal([['GET', 2], ['_OTHER', 2]]);
      expect(Object.keys(served.read()?.dataPoints[0]?.attributes ?? {})).to.have.members(
        ['http.request.method', 'url.scheme', 'network.protocol.version', 'http.response.status_code'],
      );
    });

    it('makes one client span of a call, and sends its ids along', async () => {
      let headers: IncomingMessage['headers'] = {};
      listener = (request, response) => ((headers = request.headers), void response.end());
      await call(ROOT_CONTEXT, { path: '/called?sig=s', auth: 'ann:hunter2' });
      expect(seen).to.have.length(1);
      const [span] = seen;
      expect(span).to.deep.include({ name: 'GET', kind: 3, status: 0, parentSpanId: undefined });
      expect(span?.attributes).to.deep.equal({
        'http.request.method': 'GET', 'http.response.status_code': 200, 'server.address': '127.0.0.1', 'server.port': port, 'network.protocol.version': '1.1',
        'network.peer.address': '127.0.0.1', 'network.peer.port': port, 'url.full': `http://127.0.0.1:${port}/called?sig=REDACTED`,
      });
      expect(headers['traceparent']).to.equal(`00-${span?.traceId}-${span?.spanId}-01`);
    });

    it('continues the trace that a call is made in, with its trace state and baggage', async () => {
      let headers: IncomingMessage['headers'] = {};
      listener = (request, response) => ((headers = request.headers), void response.end());
      const parent = propagation.extract(ROOT_CONTEXT, { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'a=b', baggage: 'user=1' });
      await call(parent);
      expect(seen[0]).to.deep.include({ traceId: TRACE, parentSpanId: PARENT });
      expect(headers).to.include({ traceparent: `00-${TRACE}-${seen[0]?.spanId}-01`, tracestate: 'a=b', baggage: 'user=1' });
    });

    it('tells of a call that fails what was thrown', async () => {
      listener = ({ socket }) => socket.resetAndDestroy();
      await call(ROOT_CONTEXT);
      expect(seen).to.have.length(1);
      expect(seen[0]).to.deep.include({ status: 2, kind: 3 });
      expect(seen[0]?.attributes).to.include({ 'error.type': 'ECONNRESET' });
      expect(called.read()?.dataPoints[0]?.attributes).to.include({ 'error.type': 'ECONNRESET' });
    });

    it('tells of a call with an answer from 400 on that it is an error', async () => {
      listener = (_request, response) => void response.writeHead(404).end();
      await call(ROOT_CONTEXT);
      expect(seen[0]).to.deep.include({ status: 2 });
      expect(seen[0]?.attributes).to.include({ 'error.type': '404', 'http.response.status_code': 404 });
    });

    it('neither records nor measures a call in a context that suppresses tracing', async () => {
      await call(suppressTracing(ROOT_CONTEXT));
      expect([seen, called.read()]).to.deep.equal([[], undefined]);
    });

    it('tells no more than a hundred destinations apart', async () => {
      listener = (_request, response) => void response.end();
      for (let i = 0; i < 105; i++) await call(ROOT_CONTEXT, { headers: { host: `x:${1000 + i}` } });
      const hosts = called.read()?.dataPoints ?? [];
      expect(hosts).to.have.length(101);
      expect(hosts.at(-1)?.attributes).to.include({ 'server.address': '_OTHER' });
      expect(hosts.at(-1)?.value.count).to.equal(5);
      expect(seen).to.have.length(105);
    });

    if (way === 'hot') {
      it('drops and counts what comes beyond its capacity', async () => {
        for (const one of stop) one();
        begin(1);
        await visit('/a');
        await visit('/b');
        await visit('/c');
        expect(seen.length + lost.length).to.equal(3);
        expect(lost).to.deep.equal(['the queue is full', 'the queue is full']);
      });
    }
  });
}
