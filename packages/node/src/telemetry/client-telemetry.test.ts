import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { createTraceState, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { expect } from 'chai';
import { Bench, PARENT, TRACE, WAYS } from './hot-path/both-paths.test.ts';

for (const way of WAYS) {
  describe(`client telemetry on the ${way} path`, () => {
    const bench = new Bench(way);
    before(() => bench.open());
    beforeEach(() => bench.begin());
    afterEach(() => bench.end());
    after(() => bench.close());

    it('takes baggage along where it may go, and nowhere else', async () => {
      const seen: unknown[] = [];
      bench.listener = ({ headers }, response) => {
        seen.push([headers['baggage'], typeof headers['traceparent'], headers['tracestate']]);
        response.end();
      };
      const baggage = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: 'acme' } }));
      const traceState = trace.setSpanContext(baggage, { traceId: TRACE, spanId: PARENT, traceFlags: 1, traceState: createTraceState('a=b') });
      const away = { host: 'stranger.example', lookup: ((_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }])) as LookupFunction };
      for (const options of [{}, away]) for (const parent of [baggage, traceState]) await bench.call(parent, options);
      expect(seen).to.deep.equal([
        ['tenant=acme', 'string', undefined], ['tenant=acme', 'string', 'a=b'], [undefined, 'string', undefined], [undefined, 'string', 'a=b'],
      ]);
    });

    it('makes one client span of a call, and sends its ids along', async () => {
      let headers: IncomingMessage['headers'] = {};
      bench.listener = (request, response) => ((headers = request.headers), void response.end());
      await bench.call(ROOT_CONTEXT, { path: '/called?sig=s', auth: 'ann:hunter2' });
      expect(bench.seen).to.have.length(1);
      const [span] = bench.seen;
      expect(span).to.deep.include({ name: 'GET', kind: 3, status: 0, parentSpanId: undefined });
      expect(span?.attributes).to.deep.equal({
        'http.request.method': 'GET', 'http.response.status_code': 200, 'server.address': '127.0.0.1', 'server.port': bench.port, 'network.protocol.version': '1.1',
        'network.peer.address': '127.0.0.1', 'network.peer.port': bench.port, 'url.full': `http://127.0.0.1:${bench.port}/called?sig=REDACTED`,
      });
      expect(headers['traceparent']).to.equal(`00-${span?.traceId}-${span?.spanId}-01`);
    });

    it('continues the trace that a call is made in, with its trace state and baggage', async () => {
      let headers: IncomingMessage['headers'] = {};
      bench.listener = (request, response) => ((headers = request.headers), void response.end());
      const parent = propagation.extract(ROOT_CONTEXT, { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'a=b', baggage: 'user=1' });
      await bench.call(parent);
      expect(bench.seen[0]).to.deep.include({ traceId: TRACE, parentSpanId: PARENT });
      expect(headers).to.include({ traceparent: `00-${TRACE}-${bench.seen[0]?.spanId}-01`, tracestate: 'a=b', baggage: 'user=1' });
    });

    it('tells of a call that fails what was thrown', async () => {
      bench.listener = ({ socket }) => socket.resetAndDestroy();
      await bench.call(ROOT_CONTEXT);
      expect(bench.seen).to.have.length(1);
      expect(bench.seen[0]).to.deep.include({ status: 2, kind: 3 });
      expect(bench.seen[0]?.attributes).to.include({ 'error.type': 'ECONNRESET' });
      expect(bench.called.read()?.dataPoints[0]?.attributes).to.include({ 'error.type': 'ECONNRESET' });
    });

    it('tells of a call with an answer from 400 on that it is an error', async () => {
      bench.listener = (_request, response) => void response.writeHead(404).end();
      await bench.call(ROOT_CONTEXT);
      expect(bench.seen[0]).to.deep.include({ status: 2 });
      expect(bench.seen[0]?.attributes).to.include({ 'error.type': '404', 'http.response.status_code': 404 });
    });

    it('neither records nor measures a call in a context that suppresses tracing', async () => {
      await bench.call(suppressTracing(ROOT_CONTEXT));
      expect([bench.seen, bench.called.read()]).to.deep.equal([[], undefined]);
    });

    it('tells no more than a hundred destinations apart', async () => {
      bench.listener = (_request, response) => void response.end();
      for (let i = 0; i < 105; i++) await bench.call(ROOT_CONTEXT, { headers: { host: `x:${1000 + i}` } });
      const hosts = bench.called.read()?.dataPoints ?? [];
      expect(hosts).to.have.length(101);
      expect(hosts.at(-1)?.attributes).to.include({ 'server.address': '_OTHER' });
      expect(hosts.at(-1)?.value.count).to.equal(5);
      expect(bench.seen).to.have.length(105);
    });
  });
}
