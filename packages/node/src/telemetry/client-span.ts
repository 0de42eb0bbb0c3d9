import type { Attributes, Span } from '@opentelemetry/api';
import type { OutboundRequest } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import { capped, errorStatus, exceptionOf } from './http-names.ts';
import { redactQuery } from './redact-query.ts';

/** What became of a call, as far as it was told. */
export interface CallOutcome {
  /** 0 when nobody answered. */
  status: number;
  protocol: string | undefined;
  error: string | undefined;
  /** What was thrown, when anything was. */
  exception: unknown;
  peerAddress: string | undefined;
  peerPort: number | undefined;
}

/** What a client span knows from the start. `method` is one that metrics may name. */
export function clientAttributes(request: OutboundRequest, method: string): Attributes {
  const attributes: Attributes = {
    'http.request.method': method,
    'server.address': capped(request.host),
    'server.port': request.port,
    'url.full': fullUrl(request),
  };
  if (method === '_OTHER') attributes['http.request.method_original'] = capped(request.method);
  return attributes;
}

/** Put together from what goes out, so that a user name and password in the URL have no way in. */
export function fullUrl({ scheme, host, port, path }: OutboundRequest): string {
  const own = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const origin = `${scheme}://${name}${own}`;
  if (path.startsWith('/')) return capped(origin + withSafeQuery(path));
  // What goes to a proxy: a whole URL, or of a tunnel host and port alone.
  const whole = /^https?:\/\//i.test(path) && URL.canParse(path) ? new URL(path) : undefined;
  return whole === undefined ? origin : capped(whole.origin + withSafeQuery(whole.pathname + whole.search));
}

function withSafeQuery(path: string): string {
  const at = path.indexOf('?');
  return at < 0 ? path : `${path.slice(0, at)}?${redactQuery(path.slice(at + 1).split('#')[0] ?? '')}`;
}

/** The error of a call: what was thrown, else a status from 400 on, else that the answer was cut short. */
export function callError({ status, error }: CallOutcome, complete: boolean): string | undefined {
  return error ?? (status >= 400 ? String(status) : complete ? undefined : 'aborted');
}

/** Puts on the span what is known at the end, and ends it. */
export function endClientSpan(span: Span, outcome: CallOutcome, error: string | undefined, endTime: number = now()): void {
  const { status, protocol, exception, peerAddress, peerPort } = outcome;
  if (peerAddress !== undefined) span.setAttribute('network.peer.address', peerAddress);
  if (peerPort !== undefined) span.setAttribute('network.peer.port', peerPort);
  if (status !== 0) span.setAttribute('http.response.status_code', status);
  if (protocol !== undefined) span.setAttribute('network.protocol.version', protocol);
  if (exception !== undefined) span.recordException(exceptionOf(exception));
  if (error !== undefined) span.setAttribute('error.type', error).setStatus(errorStatus(exception));
  span.end(endTime);
}
