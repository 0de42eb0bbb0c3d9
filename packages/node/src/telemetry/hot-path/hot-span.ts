import {
  ROOT_CONTEXT,
  type Attributes, type AttributeValue, type Context, type Exception, type Link, type Span, type SpanContext, type SpanStatus, type TimeInput,
} from '@opentelemetry/api';
import type { Exchange, ServedRequest, ServedResponse } from '@vigil/sensors';
import type { ActiveCell } from '../active-requests.ts';
import type { Peer } from '../peer.ts';
import type { ServedKind } from '../served-kinds.ts';
import { SCOPE, SPAN, type RequestScope } from '../request-scope.ts';
import type { Failure } from './failure.ts';
import type { HotRecord } from './hot-batch.ts';
import { hexWord, type RandomWords } from './random-words.ts';
import { readable } from './readable.ts';
import { putServerSpan, type SpanIds } from './span-encoder.ts';
import type { UnixClock } from './unix-clock.ts';

const NOTHING = { attributes: {}, encoded: new Uint8Array(0) };
const NO_PEER: Peer = { host: '', scheme: 'http', client: NOTHING, ...NOTHING };

/** Makes the SDK's own span in the place of one from the hot path: same ids, same parent, same start; of one that is closed also its end. */
export type Materialise = (span: HotSpan) => Span;

/**
 * One inbound request as span, OTel context and exchange in one object, with its ids as integers. Most spans are never
 * touched by anybody: they are encoded as they are and forgotten. The first call that would change one makes it one of the
 * SDK's (limits, events, links and all else as the specification has it), which answers for it from then on.
 */
export class HotSpan implements Span, Context, Exchange, RequestScope, HotRecord, SpanIds {
  request: ServedRequest | null;
  response: ServedResponse | null;
  route: string | undefined = undefined;
  error: unknown = undefined;
  readonly method: string;
  readonly startedAt: number;
  // From the head of the request.
  host = '';
  peer: Peer = NO_PEER;
  userAgent = '';
  givenId: string | undefined = undefined;
  hasBaggage = false;
  hasTraceState = false;
  requestId = '';
  active: ActiveCell | null = null;
  /** Trace id, span id and the parent's span id, in words. */
  t0: number;
  t1: number;
  t2: number;
  t3: number;
  readonly s0: number;
  readonly s1: number;
  p0 = 0;
  p1 = 0;
  /** True when a parent, in another process, was named. */
  hasParent = false;
  sampled = true;
  /** Baggage and what else came with the request. */
  parent: Context = ROOT_CONTEXT;
  /** The SDK's span, once somebody asked for more than we have. */
  real: Span | null = null;
  closed = false;
  ignored = false;
  /** Somebody asked for the span: it may have children by now. */
  asked = false;
  // Set at the end, for the encoder.
  endedAt = 0;
  url = '';
  served: ServedKind | null = null;
  failure: Failure | null = null;
  readonly #materialise: Materialise;

  static {
    readable(HotSpan.prototype, (span) => (span.sampled ? (span.real ??= span.#materialise(span)) : null));
  }

  #spanContext: SpanContext | null = null;

  constructor(request: ServedRequest, response: ServedResponse, method: string, startedAt: number, words: RandomWords, materialise: Materialise) {
    this.request = request;
    this.response = response;
    this.method = method;
    this.startedAt = startedAt;
    this.t0 = words.next();
    this.t1 = words.next();
    this.t2 = words.next();
    this.t3 = words.next();
    this.s0 = words.next();
    // An id of zeros is no id; one bit keeps it from being so.
    this.s1 = words.next() | 1;
    this.#materialise = materialise;
  }

  continueFrom([t0, t1, t2, t3]: readonly [number, number, number, number], p0: number, p1: number, sampled: boolean): void {
    this.t0 = t0;
    this.t1 = t1;
    this.t2 = t2;
    this.t3 = t3;
    this.p0 = p0;
    this.p1 = p1;
    this.hasParent = true;
    this.sampled = sampled;
  }

  /** No span is made of it, nor of what happens within it. */
  ignore(): void {
    this.ignored = true;
    this.sampled = false;
  }

  get traceId(): string {
    return hexWord(this.t0) + hexWord(this.t1) + hexWord(this.t2) + hexWord(this.t3);
  }

  get parentSpanId(): string {
    return hexWord(this.p0) + hexWord(this.p1);
  }

  encode(to: Uint8Array, at: number, clock: UnixClock): number {
    return this.served === null ? at : putServerSpan(to, at, this, this.served, clock);
  }

  // RequestScope

  get type(): 'http' {
    return 'http';
  }

  get span(): Span {
    return this;
  }

  // Context

  getValue(key: symbol): unknown {
    if (key === SPAN) this.asked = true;
    else if (key !== SCOPE) return this.parent.getValue(key);
    return this;
  }

  setValue(key: symbol, value: unknown): Context {
    this.asked = true;
    return this.parent.setValue(SPAN, this).setValue(SCOPE, this).setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    this.asked = true;
    return this.parent.setValue(SPAN, this).setValue(SCOPE, this).deleteValue(key);
  }

  // Span

  spanContext(): SpanContext {
    if (this.real !== null) return this.real.spanContext();
    return (this.#spanContext ??= {
      traceId: this.traceId, spanId: hexWord(this.s0) + hexWord(this.s1), traceFlags: this.sampled ? 1 : 0,
    });
  }

  isRecording(): boolean {
    return this.real === null ? this.sampled && !this.closed : this.real.isRecording();
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.#touched?.setAttribute(key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    this.#touched?.setAttributes(attributes);
    return this;
  }

  addEvent(name: string, attributesOrStart?: Attributes | TimeInput, start?: TimeInput): this {
    this.#touched?.addEvent(name, attributesOrStart, start);
    return this;
  }

  addLink(link: Link): this {
    this.#touched?.addLink(link);
    return this;
  }

  addLinks(links: Link[]): this {
    this.#touched?.addLinks(links);
    return this;
  }

  setStatus(status: SpanStatus): this {
    this.#touched?.setStatus(status);
    return this;
  }

  updateName(name: string): this {
    this.#touched?.updateName(name);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.#touched?.recordException(exception, time);
  }

  end(time?: TimeInput): void {
    this.#touched?.end(time);
  }

  /** The SDK's span for a call that changes something; null when it would have no effect. */
  get #touched(): Span | null {
    if (this.real === null && (this.closed || !this.sampled)) return null;
    return (this.real ??= this.#materialise(this));
  }
}
