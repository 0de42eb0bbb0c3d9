import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { trace, type Span } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { Bench, PARENT, TRACE, WAYS } from './hot-path/both-paths.test.ts';
import { readReal, type Seen } from './hot-path/written-spans.test.ts';

const ENDS = [['that went well', 200, undefined], ['that failed', 503, new TypeError('no chair')]] as const;

for (const way of WAYS) {
  describe(`server telemetry on the ${way} path`, () => {
    const bench = new Bench(way);
    before(() => bench.open());
    beforeEach(() => bench.begin());
    afterEach(() => bench.end());
    after(() => bench.close());

    it('makes one server span of a request', async () => {
      const response = await bench.visit('/a?b=c&token=t', { headers: { 'user-agent': 'curl/8', host: 'shop.test:81' } });
      expect(bench.seen).to.have.length(1);
      const [span] = bench.seen;
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
        await bench.visit('/a', { headers });
        expect(bench.seen[0]?.traceId === TRACE).to.equal(expected);
        expect(bench.seen[0]?.parentSpanId).to.equal(expected ? PARENT : undefined);
        expect(bench.seen[0]?.traceId).to.match(/^[0-9a-f]{32}$/);
      });
    }

    it('records nothing of a request whose caller records nothing, but measures it', async () => {
      await bench.visit('/a', { headers: { traceparent: `00-${TRACE}-${PARENT}-00` } });
      expect(bench.seen).to.deep.equal([]);
      expect(bench.served.read()?.dataPoints).to.have.length(1);
    });

    it('takes the first of headers that come twice, as Node does', async () => {
      const socket = connect(bench.port, '127.0.0.1');
      socket.write('GET /a HTTP/1.1\r\nHost: first.test\r\nHost: second.test\r\nUser-Agent: first\r\nUser-Agent: second\r\nConnection: close\r\n\r\n');
      await bench.settled(1);
      socket.destroy();
      expect(bench.seen[0]?.attributes).to.include({ 'server.address': 'first.test', 'user_agent.original': 'first' });
    });

    it('makes no span of a health check and of what happens within it, but gives it ids and measures it', async () => {
      let [ids, inner]: unknown[] = [];
      bench.listener = (_request, response) => {
        ids = trace.getActiveSpan()?.spanContext();
        bench.listener = (request, answer) => { inner = request.headers['traceparent']; answer.end(); };
        httpRequest({ host: '127.0.0.1', port: bench.port, path: '/dependency', agent: false }, (answer) => answer.resume().on('end', () => response.end())).end();
      };
      await bench.visit('/healthz?verbose', { headers: { traceparent: `00-${TRACE}-${PARENT}-01` } });
      await bench.settled(2);
      expect(bench.seen).to.deep.equal([]);
      expect(ids).to.deep.include({ traceId: TRACE, traceFlags: 0 });
      expect(inner).to.match(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
      expect(bench.called.read()?.dataPoints).to.have.length(1);
    });

    it('makes spans of paths that are like those of health checks', async () => {
      for (const path of ['/healthz/7', '/api/healthz', '/healthy']) await bench.visit(path);
      expect(bench.seen).to.have.length(3);
    });

    it('makes no span of a static file that is served, and measures it', async () => {
      await bench.visit('/logo.png?v=1');
      await bench.visit('/logo.PNG', { method: 'HEAD' });
      expect(bench.seen).to.deep.equal([]);
      expect(bench.served.read()?.dataPoints.reduce((sum, { value }) => sum + value.count, 0)).to.equal(2);
    });

    it('makes a span of one that is not found, and of what only has such a name', async () => {
      bench.listener = (_request, response) => void response.writeHead(404).end();
      await bench.visit('/missing.png');
      bench.listener = (_request, response) => void response.end();
      await bench.visit('/logo.png', { method: 'POST' });
      await bench.visit('/png');
      await bench.visit('/logo.png/x?a=.png');
      expect(bench.seen).to.have.length(4);
    });

    it('makes a span of a static file in whose request something happens that has a span', async () => {
      bench.listener = (_request, response) => {
        bench.listener = (_inner, answer) => void answer.end();
        httpRequest({ host: '127.0.0.1', port: bench.port, path: '/store', agent: false }, (answer) => answer.resume().on('end', () => response.end())).end();
      };
      await bench.visit('/logo.png');
      await bench.settled(2);
      expect(bench.seen.map(({ kind }) => kind).toSorted()).to.deep.equal([2, 2, 3]);
    });

    it('puts the baggage that is asked for on the spans, and no other', async () => {
      bench.listener = (_request, response) => {
        bench.listener = (_inner, answer) => void answer.end();
        httpRequest({ host: '127.0.0.1', port: bench.port, path: '/inner', agent: false }, (answer) => answer.resume().on('end', () => response.end())).end();
      };
      await bench.visit('/a', { headers: { baggage: 'tenant=acme,secret=s' } });
      await bench.settled(2);
      expect(bench.seen.map(({ attributes }) => [attributes['tenant'], attributes['secret']])).to.deep.equal([['acme', undefined], ['acme', undefined], ['acme', undefined]]);
    });

    it('serves HTTP/1.0 without a Host header', async () => {
      const socket = connect(bench.port, '127.0.0.1');
      socket.write('GET /old HTTP/1.0\r\n\r\n');
      await bench.settled(1);
      socket.destroy();
      expect(bench.seen[0]?.attributes).to.include({ 'network.protocol.version': '1.0', 'url.path': '/old' });
      expect(bench.seen[0]?.attributes).not.to.have.property('server.address');
    });

    it('keeps the credentials of a whole URL, as to a proxy, out of the span', async () => {
      await bench.visit('http://ann:hunter2@shop.test/a?b=c');
      expect(bench.seen[0]?.attributes).to.include({ 'url.path': '/a', 'url.query': 'b=c' });
      expect(JSON.stringify(bench.seen)).not.to.include('hunter2');
    });

    it('bears a head that is as long as Node allows, in the longest characters and pairs', async () => {
      const latin = '\u00e9'.repeat(2300);
      const socket = connect(bench.port, '127.0.0.1');
      socket.write(`GET /${'a'.repeat(2100)}?${'sid=&'.repeat(500)} HTTP/1.1\r\nHost: ${latin}\r\nUser-Agent: ${latin}\r\nConnection: close\r\n\r\n`, 'latin1');
      await bench.settled(1);
      socket.destroy();
      expect(bench.seen).to.have.length(1);
      expect(bench.seen[0]?.attributes['user_agent.original']).to.equal(latin.slice(0, 2048));
      expect(bench.seen[0]?.attributes['url.query']).to.include('sid=REDACTED&');
    });

    it('gives handlers their span, which takes what they put on it', async () => {
      let ids: unknown;
      bench.listener = (_request, response) => {
        const span = trace.getActiveSpan();
        ids = span?.spanContext();
        span?.setAttribute('shop.order', 7).updateName('mine').addEvent('paid');
        response.end();
      };
      await bench.visit('/a');
      expect(bench.seen).to.have.length(1);
      expect(bench.seen[0]).to.deep.include({ name: 'mine', way: 'sdk' });
      expect(ids).to.include({ traceId: bench.seen[0]?.traceId, spanId: bench.seen[0]?.spanId });
      expect(bench.seen[0]?.attributes).to.include({ 'shop.order': 7, 'url.path': '/a', 'http.response.status_code': 200 });
    });

    // The general path's is the SDK's own anyway.
    for (const [name, status, error] of way === 'hot' ? ENDS : []) {
      it(`can be looked at when the request is over, as it was sent and once only: a span of one ${name}`, async () => {
        let kept: Span | undefined;
        bench.listener = (_request, response) => {
          kept = trace.getActiveSpan();
          // As a framework tells it.
          Object.assign(kept as object, { error });
          response.writeHead(status).end();
        };
        await bench.visit('/a?b=c&token=t', { headers: { traceparent: `00-${TRACE}-${PARENT}-01`, 'user-agent': 'curl/8' } });
        expect(bench.seen).to.have.length(1);
        const [{ way: _way, seconds, events, ...sent }] = bench.seen as [Seen];
        const { way: _other, seconds: again, events: told, ...read } = readReal(kept as Span & ReadableSpan);
        expect(read).to.deep.equal(sent);
        expect(told).to.deep.equal(events).and.to.have.length(error === undefined ? 0 : 1);
        expect(again).to.be.closeTo(seconds, 1e-6);
        await bench.settled(1);
        expect(bench.seen).to.have.length(1);
      });
    }

    it('makes the spans that handlers start its children', async () => {
      bench.listener = (_request, response) => {
        trace.getTracer('none');
        setImmediate(() => httpRequest({ host: '127.0.0.1', port: bench.port, path: '/inner', agent: false }, (inner) => {
          inner.resume().on('end', () => response.end());
        }).end());
        bench.listener = (_inner, answer) => void answer.end();
      };
      await bench.visit('/outer');
      await bench.settled(2);
      const [outer, client, inner] = ['/outer', undefined, '/inner'].map((path) => bench.seen.find(({ attributes }) => attributes['url.path'] === path));
      expect(new Set(bench.seen.map(({ traceId }) => traceId)).size).to.equal(1);
      expect(client?.parentSpanId).to.equal(outer?.spanId);
      expect(inner?.parentSpanId).to.equal(client?.spanId);
    });

    it('makes an error span of a 500, once', async () => {
      bench.listener = (_request, response) => void response.writeHead(500).end();
      await bench.visit('/a');
      expect(bench.seen).to.have.length(1);
      expect(bench.seen[0]).to.deep.include({ status: 2 });
      expect(bench.seen[0]?.attributes['error.type']).to.equal('500');
    });

    it('makes an error span of a request whose client has gone', async () => {
      let arrived = (): void => {};
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      bench.listener = () => arrived();
      const socket = connect(bench.port, '127.0.0.1');
      socket.write('GET /gone HTTP/1.1\r\nHost: x\r\n\r\n');
      await arrival;
      socket.destroy();
      await bench.settled(1);
      expect(bench.seen[0]?.attributes).to.include({ 'error.type': 'client_disconnected', 'url.path': '/gone' });
      expect(bench.seen[0]?.status).to.equal(2);
    });

    it('measures by method, status and protocol alone, whatever a client sends', async () => {
      for (const [path, method] of [['/a', 'GET'], ['/b?c', 'GET'], ['/c', 'PROPFIND'], ['/d', 'MKCOL']] as const) await bench.visit(path, { method, headers: { host: path.slice(1) } });
      await bench.settled(4);
      const points = bench.served.read()?.dataPoints.map(({ attributes, value }) => [attributes['http.request.method'], value.count]);
      expect(points).to.deep.equal([['GET', 2], ['_OTHER', 2]]);
      expect(Object.keys(bench.served.read()?.dataPoints[0]?.attributes ?? {})).to.have.members(
        ['http.request.method', 'url.scheme', 'network.protocol.version', 'http.response.status_code'],
      );
    });

    if (way === 'hot') {
      it('drops and counts what comes beyond its capacity', async () => {
        bench.end();
        bench.begin(1);
        await bench.visit('/a');
        await bench.visit('/b');
        await bench.visit('/c');
        expect(bench.seen.length + bench.lost.length).to.equal(3);
        expect(bench.lost).to.deep.equal(['the queue is full', 'the queue is full']);
      });
    }
  });
}
