import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { SpanStatusCode } from '@opentelemetry/api';
import { TracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Ending, Exchange } from '@vigil/sensors';
import { expect } from 'chai';
import { peerOf } from './peer.ts';
import { answeredStatus, endSpan, startAttributes } from './server-span.ts';

describe('server spans', () => {
  const request = (more: object = {}): IncomingMessage => ({ method: 'GET', url: '/a', httpVersion: '1.1', headers: {}, ...more }) as IncomingMessage;
  const start = (more: object, method: string = 'GET'): Record<string, unknown> => startAttributes(request(more), peerOf({} as Socket, ''), method, 'r-1');

  const targets: readonly [name: string, url: string | undefined, path: string, query: string | undefined][] = [
    ['a path', '/a/b', '/a/b', undefined],
    ['a query', '/a?b=c', '/a', 'b=c'],
    ['an empty query', '/a?', '/a', ''],
    ['a second question mark', '/a?b?c', '/a', 'b?c'],
    ['no secret', '/a?token=t', '/a', 'token=REDACTED'],
    ['none', undefined, '', undefined],
    ['an asterisk', '*', '*', undefined],
    ['a whole URL, as to a proxy, without its user', 'http://ann:hunter2@shop.test/a?b=c', '/a', 'b=c'],
    ['a whole URL without a path', 'http://ann:hunter2@shop.test?b=c', '', 'b=c'],
    ['a path with two slashes', '//ann:hunter2@shop.test/a', '//ann:hunter2@shop.test/a', undefined],
  ];
  for (const [name, url, path, query] of targets) {
    it(`tell the target: ${name}`, () => {
      const attributes = start({ url });
      expect([attributes['url.path'], attributes['url.query']]).to.deep.equal([path, query]);
    });
  }

  it('tell the target as the client sent it, not as a mounted router sees it', () => {
    expect(start({ url: '/x', originalUrl: '/api/x?a' })).to.deep.include({ 'url.path': '/api/x', 'url.query': 'a' });
  });

  it('tell protocol and request id, and keep a made-up method apart', () => {
    expect(start({ method: 'BREW', httpVersion: '1.0' }, '_OTHER')).to.deep.equal({
      'http.request.method': '_OTHER', 'http.request.method_original': 'BREW', 'url.scheme': 'http', 'url.path': '/a',
      'network.protocol.version': '1.0', 'vigil.request.id': 'r-1',
    });
  });

  it('cut what a client makes too long', () => {
    const attributes = start({ url: `/${'a'.repeat(9000)}?${'b'.repeat(9000)}` });
    for (const key of ['url.path', 'url.query']) expect(attributes[key], key).to.have.length(2048);
  });

  describe('at the end', () => {
    let ended: ReadableSpan[];
    const collect: SpanProcessor = { onStart: () => {}, onEnd: (span) => void ended.push(span), forceFlush: async () => {}, shutdown: async () => {} };
    const tracer = new TracerProvider({ spanProcessors: [collect] }).getTracer('test');
    beforeEach(() => { ended = []; });

    function end(exchange: Partial<Exchange>, status: number | undefined, ending: Ending = 'finished'): ReadableSpan | undefined {
      endSpan(tracer.startSpan('GET'), 'GET', { request: null, response: null, route: undefined, error: undefined, requestId: 'r-1', ...exchange }, status, ending);
      return ended[0];
    }

    it('have the name of their route', () => {
      const span = end({ route: '/a/:b' }, 200);
      expect(span?.name).to.equal('GET /a/:b');
      expect(span?.attributes).to.deep.equal({ 'http.route': '/a/:b', 'http.response.status_code': 200 });
    });

    const failures: readonly [name: string, error: unknown, status: number | undefined, type: string | undefined, exceptions: number][] = [
      ['no error of a 404', undefined, 404, undefined, 0],
      ['no error of a 409 that an error led to', new TypeError('x'), 409, undefined, 0],
      ['an error of a 500', undefined, 500, '500', 0],
      ['an error of a 500 that an error led to', new TypeError('x'), 500, 'TypeError', 1],
      ['an error of what is no Error', 'text', 500, 'string', 1],
      ['an error of a symbol', Symbol('x'), 500, 'symbol', 1],
      ['an error of null', null, 500, 'null', 1],
      ['an error of an object without anything', Object.create(null), 500, 'Error', 1],
      ['an error when the client has gone', undefined, undefined, 'client_disconnected', 0],
    ];
    for (const [name, error, status, type, exceptions] of failures) {
      it(`make ${name}`, () => {
        const span = end({ error }, status, status === undefined ? 'aborted' : 'finished');
        expect(span?.attributes['error.type']).to.equal(type);
        expect(span?.status.code).to.equal(type === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
        expect(span?.events).to.have.length(exceptions);
      });
    }

    it('make no error of a response that was cut short after its head had left', () => {
      const span = end({}, 200, 'aborted');
      expect(span?.attributes).to.deep.equal({ 'http.response.status_code': 200, 'vigil.http.aborted': true });
      expect(span?.status.code).to.equal(SpanStatusCode.UNSET);
    });
  });

  it('have the status that really left', () => {
    const exchange = (headersSent: boolean): Exchange => ({ request: null, response: { headersSent, statusCode: 200 } as ServerResponse, route: undefined, error: undefined, requestId: 'r-1' });
    expect(answeredStatus(exchange(true), 'finished')).to.equal(200);
    expect(answeredStatus(exchange(true), 'aborted')).to.equal(200);
    expect(answeredStatus(exchange(false), 'aborted')).to.equal(undefined);
    expect(answeredStatus({ ...exchange(true), response: null }, 'finished')).to.equal(undefined);
  });
});
