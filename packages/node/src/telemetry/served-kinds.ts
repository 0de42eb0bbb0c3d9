import type { Attributes } from '@opentelemetry/api';
import type { DurationRecorder, Durations } from './sdk-durations.ts';
import { capped, spanName } from './http-names.ts';
import { attribute, joined, text } from './hot-path/protobuf.ts';

/** What one kind of answer has in common: method, route, status, scheme, protocol. */
export interface ServedKind {
  /** Undefined also for one there was no room for. */
  readonly route: string | undefined;
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly protocol: string;
  /** Undefined when the client went away before any answer. */
  readonly status: number | undefined;
  readonly series: DurationRecorder;
  /** Its part of a span, encoded: name, kind SERVER and the attributes that never differ. */
  readonly encoded: Uint8Array;
}

/** Routes that are told apart; an application with more has made routes of its data. */
const MAX_ROUTES = 1000;
const NO_ROUTE = '';

/** All kinds of answers that were served so far, by route. What is looked up at each request is made at the first. */
export class ServedKinds {
  readonly #durations: Durations;
  /** At most MAX_ROUTES, and the one for answers without a route. */
  readonly #routes = new Map<string, ServedKind[]>([[NO_ROUTE, []]]);

  constructor(durations: Durations) {
    this.#durations = durations;
  }

  of(given: string | undefined, method: string, status: number | undefined, scheme: 'http' | 'https', protocol: string): ServedKind {
    const route = this.#bounded(given);
    const kinds = this.#routes.get(route ?? NO_ROUTE) as ServedKind[];
    for (const kind of kinds) {
      if (kind.status === status && kind.method === method && kind.scheme === scheme && kind.protocol === protocol) return kind;
    }
    const kind = this.#create(route, method, status, scheme, protocol);
    kinds.push(kind);
    return kind;
  }

  /** The route, while there is room for it; none otherwise. */
  #bounded(route: string | undefined): string | undefined {
    if (route === undefined || this.#routes.has(route)) return route;
    if (this.#routes.size > MAX_ROUTES) return undefined;
    this.#routes.set(route, []);
    return route;
  }

  #create(route: string | undefined, method: string, status: number | undefined, scheme: 'http' | 'https', protocol: string): ServedKind {
    const shared: Attributes = { 'http.request.method': method, 'url.scheme': scheme, 'network.protocol.version': protocol };
    if (route !== undefined) shared['http.route'] = capped(route);
    if (status !== undefined) shared['http.response.status_code'] = status;
    const error = status === undefined ? { 'error.type': 'client_disconnected' } : status >= 500 ? { 'error.type': String(status) } : {};
    const encoded = joined(
      text(5, spanName(method, route)), Uint8Array.of(0x30, 2),
      ...Object.entries(shared).map(([key, value]) => attribute(9, key, value as string | number)),
    );
    return { route, method, scheme, protocol, status, series: this.#durations.create({ ...shared, ...error }), encoded };
  }
}
