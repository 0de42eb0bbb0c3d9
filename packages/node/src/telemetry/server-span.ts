import type { Attributes, Span } from '@opentelemetry/api';
import type { Ending, Exchange, ServedRequest } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import { capped, errorStatus, errorType, exceptionOf, spanName } from './http-names.ts';
import { redactQuery } from './redact-query.ts';
import type { Peer } from './peer.ts';

/** What a server span knows from the start. `method` is one that metrics may name. */
export function startAttributes(request: ServedRequest, peer: Peer, method: string, requestId: string): Attributes {
  const url = urlOf(request);
  const at = url.indexOf('?');
  const attributes: Attributes = {
    ...peer.attributes,
    'http.request.method': method,
    'url.scheme': peer.scheme,
    'url.path': capped(at < 0 ? url : url.slice(0, at)),
    'network.protocol.version': request.httpVersion,
    'vigil.request.id': requestId,
  };
  if (method === '_OTHER') attributes['http.request.method_original'] = capped(request.method ?? '');
  if (at >= 0) attributes['url.query'] = redactQuery(capped(url.slice(at + 1)));
  const agent = request.headers['user-agent'];
  if (agent !== undefined) attributes['user_agent.original'] = capped(agent);
  return attributes;
}

/** Path and query as the client sent them: Express cuts the mounts off `url`. */
export function urlOf(request: ServedRequest): string {
  const url = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
  // As to a proxy, with scheme and host, and perhaps a user name and password before it.
  return url.startsWith('/') ? url : url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
}

/** The status that really left; undefined when the client went away before any answer. */
export function answeredStatus({ response }: Exchange, ending: Ending): number | undefined {
  if (response === null || (ending === 'aborted' && !response.headersSent)) return undefined;
  return response.statusCode;
}

/** Puts on the span what is known at the end, and ends it. */
export function endSpan(
  span: Span, method: string, { route, error }: Exchange, status: number | undefined, ending: Ending, endTime: number = now(),
): void {
  if (route !== undefined) {
    span.updateName(spanName(method, route));
    span.setAttribute('http.route', capped(route));
  }
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  // Cut short after the head had left: server-sent events and downloads end like this every day, so it is no error.
  if (ending === 'aborted' && status !== undefined) span.setAttribute('vigil.http.aborted', true);
  const failure = serverError(status, error);
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    span.setStatus(errorStatus(error));
    if (error !== undefined && status !== undefined) span.recordException(exceptionOf(error));
  }
  span.end(endTime);
}

/** Only the server's own failures are errors (semantic conventions: 5xx); a 404 is an answer. */
function serverError(status: number | undefined, error: unknown): string | undefined {
  if (status === undefined) return 'client_disconnected';
  if (status < 500) return undefined;
  return error === undefined ? String(status) : errorType(error);
}
