import type { Socket } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { Ending, ServedRequest, ServedResponse, ServerObserver } from '@vigil/sensors';
import { now } from '../../config/clock.ts';
import { methodName, spanName } from '../http-names.ts';
import { peerOf } from '../peer.ts';
import { requestId } from '../request-id.ts';
import { answeredStatus, endSpan, startAttributes, urlOf } from '../server-span.ts';
import type { ServedKind } from '../served-kinds.ts';
import type { ServerTelemetryParts } from '../server-telemetry.ts';
import { failureOf } from './failure.ts';
import type { HotBatch } from './hot-batch.ts';
import type { HotIds } from './hot-ids.ts';
import { HotSpan } from './hot-span.ts';
import { RandomWords } from './random-words.ts';
import { readHead } from './request-head.ts';
import { traceParent } from './trace-parent.ts';
import { Uuids } from './uuids.ts';

export interface HotServerTelemetryParts extends ServerTelemetryParts {
  readonly batch: HotBatch;
  readonly ids: HotIds;
  /** Makes a tracer whose spans are sent to nobody. */
  readonly unsent: () => Tracer;
}

/**
 * The same as `ServerTelemetry`, to every test and every backend, at a fraction of the cost: taken while nothing is installed
 * that could tell the difference. docs/hot-path.md walks through each microsecond.
 */
export class HotServerTelemetry implements ServerObserver<HotSpan> {
  readonly #parts: HotServerTelemetryParts;
  readonly #words = new RandomWords();
  readonly #uuids = new Uuids();
  readonly traceParent: ((span: HotSpan) => string) | undefined;
  readonly #ignored: HotServerTelemetryParts['ignored'];
  readonly #staticFiles: HotServerTelemetryParts['staticFiles'];
  #unsent: Tracer | undefined;

  constructor(parts: HotServerTelemetryParts) {
    this.#parts = parts;
    // Not by the span's context: who is told the ids has not asked for the span.
    this.traceParent = parts.serverTiming ? (span) => traceParent(span, span.sampled) : undefined;
    this.#ignored = parts.ignored;
    this.#staticFiles = parts.staticFiles;
  }

  open(request: ServedRequest, response: ServedResponse, socket: Socket): HotSpan {
    const method = methodName(request.method ?? '');
    const span = new HotSpan(request, response, method, now(), this.#words, this.#materialise);
    readHead(span, request.rawHeaders);
    span.peer = peerOf(socket, span.host);
    span.requestId = span.givenId === undefined ? this.#uuids.next() : requestId(span.givenId);
    span.active = this.#parts.active.of(method, span.peer.scheme);
    span.active.count++;
    if (this.#ignored?.has(request.url ?? '') === true) span.ignore();
    if (span.hasBaggage || span.hasTraceState) this.#takeAlong(span, request);
    return span;
  }

  enter(span: HotSpan): void {
    this.#parts.contexts.attach(span);
  }

  isCurrent(span: HotSpan): boolean {
    return context.active() === span;
  }

  run<Result>(span: HotSpan, fn: () => Result): Result {
    return context.with(span, fn);
  }

  close(span: HotSpan, ending: Ending): void {
    const { request, method } = span;
    const { scheme } = span.peer;
    const status = answeredStatus(span, ending);
    if (span.active !== null) span.active.count--;
    const kind = this.#parts.kinds.of(span.route, method, status, scheme, request?.httpVersion ?? '1.1');
    span.endedAt = now();
    kind.series.record((span.endedAt - span.startedAt) / 1e3);
    if (span.sampled) this.#endSpan(span, kind, status, ending);
    span.closed = true;
  }

  #endSpan(span: HotSpan, kind: ServedKind, status: number | undefined, ending: Ending): void {
    const plain = span.real === null && status !== undefined && ending === 'finished' && span.method !== '_OTHER';
    if (plain && span.request !== null && kind.route === span.route && (status < 500 || takeFailure(span, status))) {
      span.served = kind;
      span.url = urlOf(span.request);
      if (!span.asked && this.#staticFiles?.has(span.method, span.url, span.route, status) === true) return;
      if (this.#parts.batch.add(span)) return;
    }
    const { clock } = this.#parts.batch;
    endSpan((span.real ??= this.#materialise(span)), span.method, span, status, ending, clock.unix(span.endedAt));
  }

  /** Baggage and trace state travel in the context; a span with trace state is one of the API's or SDK's from the start. */
  #takeAlong(span: HotSpan, request: ServedRequest): void {
    span.parent = propagation.extract(ROOT_CONTEXT, request.headers);
    // The SDK's processor puts it there.
    if (span.sampled && this.#parts.baggageKeys?.attributesIn(span.parent) !== undefined) span.real = this.#materialise(span);
    if (span.real !== null || !span.hasTraceState || !span.hasParent) return;
    const { traceState } = trace.getSpanContext(span.parent) ?? {};
    span.real = span.sampled ? this.#materialise(span) : trace.wrapSpanContext({ ...span.spanContext(), ...(traceState === undefined ? {} : { traceState }) });
  }

  readonly #materialise = (span: HotSpan): Span => (span.closed ? this.#remake(span) : this.#start(span, this.#parts.tracer, span.request));

  /** The SDK's span in the place of ours: its ids, its parent, its start. */
  #start(span: HotSpan, tracer: Tracer, request: ServedRequest | null): Span {
    const { method, startedAt } = span;
    const { traceId, spanId } = span.spanContext();
    const attributes = request === null ? {} : startAttributes(request, span.peer, method, span.requestId);
    this.#parts.ids.setNext(span.hasParent ? undefined : traceId, spanId);
    const startTime = this.#parts.batch.clock.unix(startedAt);
    return tracer.startSpan(spanName(method), { kind: SpanKind.SERVER, attributes, startTime }, parentOf(span));
  }

  /** A span that was sent, once more, for an application that still looks at it when its request is over. */
  #remake(span: HotSpan): Span {
    const { method, url, userAgent, served, endedAt } = span;
    const headers = userAgent === '' ? {} : { 'user-agent': userAgent };
    const made = this.#start(span, (this.#unsent ??= this.#parts.unsent()), { method, url, httpVersion: served?.protocol ?? '', headers, rawHeaders: [] });
    endSpan(made, method, span, served?.status, 'finished', this.#parts.batch.clock.unix(endedAt));
    return made;
  }
}

/** False when only the SDK can tell of it. */
function takeFailure(span: HotSpan, status: number): boolean {
  span.failure = failureOf(status, span.error) ?? null;
  return span.failure !== null;
}

function parentOf(span: HotSpan): Context {
  if (!span.hasParent || trace.getSpanContext(span.parent) !== undefined) return span.parent;
  return trace.setSpanContext(span.parent, { traceId: span.traceId, spanId: span.parentSpanId, traceFlags: 1, isRemote: true });
}
