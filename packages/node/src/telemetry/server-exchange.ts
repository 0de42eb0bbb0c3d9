import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContextKey, trace, type Context, type Span } from '@opentelemetry/api';
import type { Exchange } from '@vigil/sensors';

const EXCHANGE: symbol = createContextKey('vigil exchange');

/** The key under which the API keeps the current span; it is private there, so it is asked for once. */
const SPAN: symbol = spanKey();

/**
 * One inbound request: what the sensor fills in, and the OTel context that carries its span, in one object, so that a
 * request costs one context and no copy of one.
 */
export class ServerExchange implements Exchange, Context {
  request: IncomingMessage | null;
  response: ServerResponse | null;
  route: string | undefined = undefined;
  error: unknown = undefined;
  readonly span: Span;
  readonly requestId: string;
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly startedAt: number;
  readonly #parent: Context;

  constructor(parts: {
    request: IncomingMessage; response: ServerResponse; span: Span; parent: Context;
    requestId: string; method: string; scheme: 'http' | 'https'; startedAt: number;
  }) {
    this.request = parts.request;
    this.response = parts.response;
    this.span = parts.span;
    this.requestId = parts.requestId;
    this.method = parts.method;
    this.scheme = parts.scheme;
    this.startedAt = parts.startedAt;
    this.#parent = parts.parent;
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) return this.span;
    return key === EXCHANGE ? this : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  #copy(): Context {
    return this.#parent.setValue(SPAN, this.span).setValue(EXCHANGE, this);
  }
}

/** The inbound request that a context belongs to, also deep inside of it. */
export function exchangeIn(context: Context): ServerExchange | undefined {
  return context.getValue(EXCHANGE) as ServerExchange | undefined;
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
