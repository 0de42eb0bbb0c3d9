import type { Socket } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, type ContextManager, type Tracer } from '@opentelemetry/api';
import type { Ending, ServedRequest, ServedResponse, ServerObserver } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import type { ActiveRequests } from './active-requests.ts';
import { methodName, spanName } from './http-names.ts';
import { peerOf } from './peer.ts';
import { requestId } from './request-id.ts';
import type { ServedKinds } from './served-kinds.ts';
import { ServerExchange } from './server-exchange.ts';
import { answeredStatus, endSpan, startAttributes } from './server-span.ts';

/** A context manager that can make a context the current one for the rest of a run, as the API's 1.10 can. */
export type EnteringContextManager = ContextManager & { attach(context: unknown): unknown };

export interface ServerTelemetryParts {
  readonly tracer: Tracer;
  readonly contexts: EnteringContextManager;
  readonly active: ActiveRequests;
  readonly kinds: ServedKinds;
}

/**
 * Makes of each inbound request one server span, one point of the duration histogram and one request id. The general way,
 * with the SDK's spans: for applications that bring span processors, samplers or an SDK of their own.
 */
export class ServerTelemetry implements ServerObserver<ServerExchange> {
  readonly #parts: ServerTelemetryParts;

  constructor(parts: ServerTelemetryParts) {
    this.#parts = parts;
  }

  open(request: ServedRequest, response: ServedResponse, socket: Socket): ServerExchange {
    const method = methodName(request.method ?? '');
    const peer = peerOf(socket, request.headers[':authority'] ?? request.headers.host ?? '');
    const id = requestId(request.headers['x-request-id']);
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const startedAt = now();
    const attributes = startAttributes(request, peer, method, id);
    const span = this.#parts.tracer.startSpan(spanName(method), { kind: SpanKind.SERVER, attributes, startTime: startedAt }, parent);
    const active = this.#parts.active.of(method, peer.scheme);
    active.count++;
    return new ServerExchange({ request, response, span, parent, requestId: id, method, active, scheme: peer.scheme, startedAt });
  }

  enter(exchange: ServerExchange): void {
    this.#parts.contexts.attach(exchange);
  }

  isCurrent(exchange: ServerExchange): boolean {
    return context.active() === exchange;
  }

  run<Result>(exchange: ServerExchange, fn: () => Result): Result {
    return context.with(exchange, fn);
  }

  close(exchange: ServerExchange, ending: Ending): void {
    const { method, scheme, route, request } = exchange;
    const status = answeredStatus(exchange, ending);
    exchange.active.count--;
    endSpan(exchange.span, method, exchange, status, ending);
    const { series } = this.#parts.kinds.of(route, method, status, scheme, request?.httpVersion ?? '1.1');
    series.record((now() - exchange.startedAt) / 1e3);
  }
}
