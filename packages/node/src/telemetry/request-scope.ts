import { createContextKey, trace, type Context, type Span, type SpanContext } from '@opentelemetry/api';

/** What everything that happens within an inbound request can ask of it. */
export interface RequestScope {
  readonly requestId: string;
  readonly type: 'http';
  readonly span: Span;
  /** Open to OpenTelemetry's instrumentations of frameworks, which may know what no channel tells (Koa's route). */
  route: string | undefined;
  /** True for one that makes no spans, for being a health check, say. */
  readonly ignored: boolean;
}

/**
 * The key under which a context carries its request. It is the one where those instrumentations look for the server's span
 * to tell it its route, as `RPCMetadata` (`@opentelemetry/core`, `rpc-metadata`).
 */
export const SCOPE: symbol = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

/** The key under which the API keeps the current span; it is private there, so it is asked for once. */
export const SPAN: symbol = spanKey();

/** The inbound request that a context belongs to, also deep inside of it. */
export function requestIn(context: Context): RequestScope | undefined {
  const found = context.getValue(SCOPE) as RequestScope | undefined;
  return found?.requestId === undefined ? undefined : found;
}

/** The ids of the current span. Those of the request's own are read past its context, where asking for the span means to use it. */
export function spanContextIn(context: Context): SpanContext | undefined {
  const request = requestIn(context);
  return (request as unknown) === context ? request?.span.spanContext() : trace.getSpanContext(context);
}

function spanKey(): symbol {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (key) => ((found = key), probe),
    deleteValue: () => probe,
  };
  trace.setSpan(probe, trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }));
  if (found === undefined) throw new Error('@opentelemetry/api keeps no span in the context');
  return found;
}
