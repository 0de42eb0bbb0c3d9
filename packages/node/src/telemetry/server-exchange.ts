import type { Context, Span } from '@opentelemetry/api';
import type { Exchange, ServedRequest, ServedResponse } from '@vigil/sensors';
import type { ActiveCell } from './active-requests.ts';
import { SCOPE, SPAN, type RequestScope } from './request-scope.ts';

/**
 * One inbound request: what the sensor fills in, and the OTel context that carries its span, in one object, so that a
 * request costs one context and no copy of one.
 */
export class ServerExchange implements Exchange, Context, RequestScope {
  request: ServedRequest | null;
  response: ServedResponse | null;
  route: string | undefined = undefined;
  error: unknown = undefined;
  readonly span: Span;
  readonly requestId: string;
  readonly method: string;
  readonly active: ActiveCell;
  readonly scheme: 'http' | 'https';
  readonly startedAt: number;
  readonly ignored: boolean;
  /** Somebody asked for the span: it may have children by now. */
  asked = false;
  readonly #parent: Context;

  constructor(parts: {
    request: ServedRequest; response: ServedResponse; span: Span; parent: Context;
    requestId: string; method: string; active: ActiveCell; scheme: 'http' | 'https'; startedAt: number; ignored: boolean;
  }) {
    this.request = parts.request;
    this.response = parts.response;
    this.span = parts.span;
    this.requestId = parts.requestId;
    this.method = parts.method;
    this.active = parts.active;
    this.scheme = parts.scheme;
    this.startedAt = parts.startedAt;
    this.ignored = parts.ignored;
    this.#parent = parts.parent;
  }

  get type(): 'http' {
    return 'http';
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) {
      this.asked = true;
      return this.span;
    }
    return key === SCOPE ? this : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  #copy(): Context {
    this.asked = true;
    return this.#parent.setValue(SPAN, this.span).setValue(SCOPE, this);
  }
}
