import type { Socket } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace, type Context, type ContextManager, type Span, type SpanContext, type Tracer } from '@opentelemetry/api';
import { RandomIdGenerator } from '@opentelemetry/sdk-trace';
import type { Ending, ServedRequest, ServedResponse, ServerObserver } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import type { ActiveRequests } from './active-requests.ts';
import type { BaggageKeys } from './baggage/baggage-keys.ts';
import { leaveOut } from './batch-processors.ts';
import { methodName, spanName } from './http-names.ts';
import type { IgnoredPaths } from './noise/ignored-paths.ts';
import type { StaticFiles } from './noise/static-files.ts';
import { peerOf } from './peer.ts';
import { requestId } from './request-id.ts';
import type { ServedKinds } from './served-kinds.ts';
import { ServerExchange } from './server-exchange.ts';
import { answeredStatus, endSpan, startAttributes, urlOf } from './server-span.ts';

function traceParentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
}

/** A context manager that can make a context the current one for the rest of a run, as the API's 1.10 can. */
export type EnteringContextManager = ContextManager & { attach(context: unknown): unknown };

export interface ServerTelemetryParts {
  readonly tracer: Tracer;
  readonly contexts: EnteringContextManager;
  readonly active: ActiveRequests;
  readonly kinds: ServedKinds;
  /** What makes no spans; undefined where everything does. */
  readonly ignored: IgnoredPaths | undefined;
  readonly staticFiles: StaticFiles | undefined;
  /** Baggage that becomes attributes; undefined where none does. */
  readonly baggageKeys: BaggageKeys | undefined;
  /** Browsers are told the trace of each answer. */
  readonly serverTiming: boolean;
}

/**
 * Makes of each inbound request one server span, one point of the duration histogram and one request id. The general way,
 * with the SDK's spans: for applications that bring span processors, samplers or an SDK of their own.
 */
export class ServerTelemetry implements ServerObserver<ServerExchange> {
  readonly #parts: ServerTelemetryParts;
  readonly #ids = new RandomIdGenerator();
  readonly traceParent: ((exchange: ServerExchange) => string) | undefined;

  constructor(parts: ServerTelemetryParts) {
    this.#parts = parts;
    this.traceParent = parts.serverTiming ? ({ span }) => traceParentOf(span.spanContext()) : undefined;
  }

  open(request: ServedRequest, response: ServedResponse, socket: Socket): ServerExchange {
    const method = methodName(request.method ?? '');
    const peer = peerOf(socket, request.headers[':authority'] ?? request.headers.host ?? '');
    const id = requestId(request.headers['x-request-id']);
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const startedAt = now();
    const ignored = this.#parts.ignored?.has(request.url ?? '') === true;
    const span = ignored ? this.#withoutSpan(parent) : this.#parts.tracer.startSpan(
      spanName(method), { kind: SpanKind.SERVER, attributes: startAttributes(request, peer, method, id), startTime: startedAt }, parent,
    );
    const active = this.#parts.active.of(method, peer.scheme);
    active.count++;
    return new ServerExchange({ request, response, span, parent, requestId: id, method, active, scheme: peer.scheme, startedAt, ignored });
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
    if (this.#isStaticFile(exchange, status, ending)) leaveOut(exchange.span);
    endSpan(exchange.span, method, exchange, status, ending);
    const { series } = this.#parts.kinds.of(route, method, status, scheme, request?.httpVersion ?? '1.1');
    series.record((now() - exchange.startedAt) / 1e3);
  }

  /** Ids for log lines and calls, of a trace that is not recorded. */
  #withoutSpan(parent: Context): Span {
    const { traceId = this.#ids.generateTraceId(), traceState } = trace.getSpanContext(parent) ?? {};
    return trace.wrapSpanContext({ traceId, spanId: this.#ids.generateSpanId(), traceFlags: 0, ...(traceState === undefined ? {} : { traceState }) });
  }

  #isStaticFile({ asked, request, method, route }: ServerExchange, status: number | undefined, ending: Ending): boolean {
    const { staticFiles } = this.#parts;
    return staticFiles !== undefined && !asked && request !== null && ending === 'finished' && staticFiles.has(method, urlOf(request), route, status);
  }
}
