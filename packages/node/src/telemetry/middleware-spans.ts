import { SpanStatusCode, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { Exchange, MiddlewareObserver, Step } from '@vigil/sensors';
import { errorType, exceptionOf } from './http-names.ts';

/**
 * A span of each function that a request passes through, below the request's own. They are not made current: what happens
 * within a function stays the request's child. Attributes as the stock instrumentations of Express and Fastify have them.
 */
export class MiddlewareSpans implements MiddlewareObserver<Span> {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  begin(exchange: Exchange, step: Step): Span {
    // An exchange is the context of its request.
    return this.#tracer.startSpan(nameOf(step), { attributes: attributesOf(step) }, exchange as Exchange & Context);
  }

  end(span: Span, error: unknown): void {
    if (error !== undefined) {
      span.recordException(exceptionOf(error));
      span.setAttribute('error.type', errorType(error)).setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}

function nameOf({ kind, name, route }: Step): string {
  return kind === 'handler' ? `request handler - ${route ?? (name || 'anonymous')}` : `${kind} - ${name || 'anonymous'}`;
}

function attributesOf({ framework, kind, name, route }: Step): Attributes {
  const callback = name || 'anonymous';
  // Express names a route by what its own router adds; Fastify knows the whole of it.
  if (framework === 'express') return { 'express.name': callback, 'express.type': kind === 'handler' ? 'request_handler' : kind };
  const hook: Attributes = kind === 'handler' ? { 'fastify.type': 'request-handler' } : { 'fastify.type': 'hook', 'hook.name': kind };
  return { ...hook, 'hook.callback.name': callback, ...(route === undefined ? {} : { 'http.route': route }) };
}
