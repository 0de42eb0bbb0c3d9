import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createContextKey, ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api';
import { getRPCMetadata, RPCType, setRPCMetadata } from '@opentelemetry/core';
import { expect } from 'chai';
import { HotSpan } from './hot-path/hot-span.ts';
import { RandomWords } from './hot-path/random-words.ts';
import { requestIn } from './request-scope.ts';
import { ServerExchange } from './server-exchange.ts';

const KEY = createContextKey('of the application');
const CAME = createContextKey('what came with the request');
const parent = ROOT_CONTEXT.setValue(CAME, 'along');
const span = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });

function general(): { context: Context; span: Span } {
  const parts = { request: {} as IncomingMessage, response: {} as ServerResponse, span, parent, requestId: 'r-1', method: 'GET', active: { method: 'GET', scheme: 'http', attributes: {}, count: 1 }, scheme: 'http', startedAt: 0, ignored: false } as const;
  return { context: new ServerExchange(parts), span };
}

function hot(): { context: Context; span: Span } {
  const made = new HotSpan({ socket: {} as Socket } as IncomingMessage, {} as ServerResponse, 'GET', 0, new RandomWords(), () => span);
  made.requestId = 'r-1';
  made.parent = parent;
  return { context: made, span: made };
}

for (const [name, make] of [['ServerExchange', general], ['HotSpan', hot]] as const) {
  describe(`${name} as a context`, () => {
    it('carries its span, its request id and what came with the request', () => {
      const made = make();
      expect(trace.getSpan(made.context)).to.equal(made.span);
      expect(requestIn(made.context)?.requestId).to.equal('r-1');
      expect(made.context.getValue(CAME)).to.equal('along');
      expect(made.context.getValue(KEY)).to.equal(undefined);
    });

    it('is not changed by setValue, which answers another with all of it and the value', () => {
      const made = make();
      const changed = made.context.setValue(KEY, 1);
      expect(made.context.getValue(KEY)).to.equal(undefined);
      expect([changed.getValue(KEY), changed.getValue(CAME), requestIn(changed)?.requestId]).to.deep.equal([1, 'along', 'r-1']);
      expect(trace.getSpan(changed)).to.equal(made.span);
    });

    it('is not changed by deleteValue, which answers another without the value', () => {
      const made = make();
      const changed = made.context.deleteValue(CAME);
      expect([made.context.getValue(CAME), changed.getValue(CAME)]).to.deep.equal(['along', undefined]);
      expect(requestIn(changed)?.requestId).to.equal('r-1');
    });

    it('lets another span, and none, take the place of its own in what is made of it', () => {
      const made = make();
      const other = trace.wrapSpanContext({ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 });
      expect(trace.getSpan(trace.setSpan(made.context, other))).to.equal(other);
      expect(trace.getSpan(trace.deleteSpan(made.context))).to.equal(undefined);
      expect(requestIn(trace.deleteSpan(made.context))?.requestId).to.equal('r-1');
      expect(trace.getSpan(made.context)).to.equal(made.span);
    });

    it("takes the route that an instrumentation of OpenTelemetry's tells, from deep inside of it too", () => {
      const made = make();
      for (const [context, route] of [[made.context, '/a/:b'], [made.context.setValue(KEY, 1), '/c/:d']] as const) {
        const told = getRPCMetadata(context);
        expect([told?.type, told?.span]).to.deep.equal(['http', made.span]);
        told!.route = route;
        expect(requestIn(made.context)?.route).to.equal(route);
      }
    });

    it('is no request where somebody else tells such things', () => {
      expect(requestIn(setRPCMetadata(ROOT_CONTEXT, { type: RPCType.HTTP, span }))).to.equal(undefined);
    });

    it('changes nothing in the contexts above it', () => {
      make().context.setValue(KEY, 1);
      expect([ROOT_CONTEXT.getValue(KEY), parent.getValue(KEY), trace.getSpan(parent)]).to.deep.equal([undefined, undefined, undefined]);
    });
  });
}
