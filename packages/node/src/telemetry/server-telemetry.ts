import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode,
  type Attributes, type ContextManager, type Histogram, type Meter, type Tracer,
} from '@opentelemetry/api';
import type { Ending, ServerObserver } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import { ActiveRequests } from './active-requests.ts';
import { capped, DURATION_BOUNDS, errorType, methodName, spanName } from './http-names.ts';
import { redactQuery } from './redact-query.ts';
import { requestId } from './request-id.ts';
import { ServerExchange } from './server-exchange.ts';

/** A context manager that can make a context the current one for the rest of a run, as the API's 1.10 can. */
export type EnteringContextManager = ContextManager & { attach(context: unknown): unknown };

export interface ServerTelemetryParts {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly contexts: EnteringContextManager;
}

/** Makes of each inbound request one server span, one point of the duration histogram and one request id. */
export class ServerTelemetry implements ServerObserver<ServerExchange> {
  readonly #tracer: Tracer;
  readonly #contexts: EnteringContextManager;
  readonly #duration: Histogram;
  readonly #active: ActiveRequests;

  constructor({ tracer, meter, contexts }: ServerTelemetryParts) {
    this.#tracer = tracer;
    this.#contexts = contexts;
    this.#active = new ActiveRequests(meter);
    this.#duration = meter.createHistogram('http.server.request.duration', {
      unit: 's',
      description: 'Duration of HTTP server requests.',
      advice: { explicitBucketBoundaries: [...DURATION_BOUNDS] },
    });
  }

  open(request: IncomingMessage, response: ServerResponse, socket: Socket): ServerExchange {
    const method = methodName(request.method ?? '');
    const scheme = 'encrypted' in socket ? 'https' : 'http';
    const id = requestId(request.headers['x-request-id']);
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const attributes = startAttributes(request, socket, method, scheme);
    attributes['vigil.request.id'] = id;
    const span = this.#tracer.startSpan(spanName(method), { kind: SpanKind.SERVER, attributes }, parent);
    response.setHeader('x-request-id', id);
    this.#active.add(method, scheme, 1);
    return new ServerExchange({ request, response, span, parent, requestId: id, method, scheme, startedAt: now() });
  }

  enter(exchange: ServerExchange): void {
    this.#contexts.attach(exchange);
  }

  isCurrent(exchange: ServerExchange): boolean {
    return context.active() === exchange;
  }

  run<Result>(exchange: ServerExchange, fn: () => Result): Result {
    return context.with(exchange, fn);
  }

  close(exchange: ServerExchange, ending: Ending): void {
    const status = answeredStatus(exchange, ending);
    this.#active.add(exchange.method, exchange.scheme, -1);
    endSpan(exchange, status, ending);
    this.#duration.record((now() - exchange.startedAt) / 1e3, metricAttributes(exchange, status), exchange);
  }
}

/** The status that really left; undefined when the client went away before any answer. */
function answeredStatus({ response }: ServerExchange, ending: Ending): number | undefined {
  if (response === null || (ending === 'aborted' && !response.headersSent)) return undefined;
  return response.statusCode;
}

function endSpan(exchange: ServerExchange, status: number | undefined, ending: Ending): void {
  const { span, route, error, method } = exchange;
  if (route !== undefined) {
    span.updateName(spanName(method, route));
    span.setAttribute('http.route', route);
  }
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  // Cut short after the head had left: server-sent events and downloads end like this every day, so it is no error.
  if (ending === 'aborted' && status !== undefined) span.setAttribute('vigil.http.aborted', true);
  const failure = serverError(status, error);
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (error !== undefined && status !== undefined) span.recordException(error as Error);
  }
  span.end();
}

/** Only the server's own failures are errors (semantic conventions: 5xx); a 404 is an answer. */
function serverError(status: number | undefined, error: unknown): string | undefined {
  if (status === undefined) return 'client_disconnected';
  if (status < 500) return undefined;
  return error === undefined ? String(status) : errorType(error);
}

function startAttributes(request: IncomingMessage, socket: Socket, method: string, scheme: string): Attributes {
  const url = request.url ?? '';
  const at = url.indexOf('?');
  const attributes: Attributes = {
    'http.request.method': method,
    'url.scheme': scheme,
    'url.path': capped(at < 0 ? url : url.slice(0, at)),
    'network.protocol.version': request.httpVersion,
  };
  if (method === '_OTHER') attributes['http.request.method_original'] = capped(request.method ?? '');
  if (at >= 0) attributes['url.query'] = redactQuery(capped(url.slice(at + 1)));
  if (socket.remoteAddress !== undefined) {
    // Forwarded headers are not believed: whoever sends them can write anything there.
    attributes['client.address'] = attributes['network.peer.address'] = socket.remoteAddress;
    if (socket.remotePort !== undefined) attributes['network.peer.port'] = socket.remotePort;
  }
  const agent = request.headers['user-agent'];
  if (agent !== undefined) attributes['user_agent.original'] = capped(agent);
  addServerAddress(attributes, request.headers.host ?? '', scheme);
  return attributes;
}

function addServerAddress(attributes: Attributes, host: string, scheme: string): void {
  if (host === '') return;
  const at = host.endsWith(']') ? -1 : host.lastIndexOf(':');
  const port = at < 0 ? NaN : Number(host.slice(at + 1));
  attributes['server.address'] = capped(at < 0 ? host : host.slice(0, at));
  attributes['server.port'] = Number.isInteger(port) ? port : scheme === 'https' ? 443 : 80;
}

/** No path, host or made-up method: only what the application's own routes and the conventions bound. */
function metricAttributes(exchange: ServerExchange, status: number | undefined): Attributes {
  const attributes: Attributes = {
    'http.request.method': exchange.method,
    'url.scheme': exchange.scheme,
    'network.protocol.version': exchange.request?.httpVersion ?? '1.1',
  };
  if (exchange.route !== undefined) attributes['http.route'] = exchange.route;
  if (status === undefined) attributes['error.type'] = 'client_disconnected';
  else {
    attributes['http.response.status_code'] = status;
    if (status >= 500) attributes['error.type'] = String(status);
  }
  return attributes;
}
