import type { Context, SpanContext } from '@opentelemetry/api';
import type { OutboundRequest } from '@vigil/sensors';
import type { CalledKind, Destination } from '../called-kinds.ts';
import { fullUrl, type CallOutcome } from '../client-span.ts';
import type { ExceptionTexts } from './exception-texts.ts';
import { putErrorStatus, putException } from './failure.ts';
import type { HotRecord } from './hot-batch.ts';
import type { HotSpan } from './hot-span.ts';
import { attribute, attributeKey, joined, put, putAttribute } from './protobuf.ts';
import { putFlags, putIds, putTimes, type SpanIds } from './span-encoder.ts';
import { hexWord, parseHexWord, type RandomWords } from './random-words.ts';
import type { UnixClock } from './unix-clock.ts';

const URL_FULL = attributeKey('url.full');

/** One outbound call: its ids in words, what became of it, and its span when it is over. Nobody else ever sees it. */
export class HotCall implements CallOutcome, HotRecord, SpanIds {
  readonly request: OutboundRequest;
  readonly method: string;
  readonly to: Destination;
  readonly startedAt: number;
  /** Where it was made. */
  readonly parent: Context;
  t0 = 0;
  t1 = 0;
  t2 = 0;
  t3 = 0;
  readonly s0: number;
  readonly s1: number;
  p0 = 0;
  p1 = 0;
  hasParent = false;
  /** As known of the parent: a span that came with a request is in another process. */
  remote = false;
  sampled = true;
  hasTraceState = false;
  status = 0;
  protocol: string | undefined = undefined;
  error: string | undefined = undefined;
  exception: unknown = undefined;
  /** The exception as the encoder takes it. */
  told: ExceptionTexts | undefined = undefined;
  peerAddress: string | undefined = undefined;
  peerPort: number | undefined = undefined;
  endedAt = 0;
  kind: CalledKind | null = null;

  constructor(request: OutboundRequest, method: string, to: Destination, parent: Context, startedAt: number, words: RandomWords) {
    this.request = request;
    this.method = method;
    this.to = to;
    this.parent = parent;
    this.startedAt = startedAt;
    this.s0 = words.next();
    this.s1 = words.next() | 1;
  }

  /** A trace of its own. */
  beginTrace(words: RandomWords): void {
    this.t0 = words.next();
    this.t1 = words.next();
    this.t2 = words.next();
    this.t3 = words.next() | 1;
  }

  /** The trace of the span it was made in, which may be anybody's. */
  continueTrace({ traceId, spanId, traceFlags, isRemote }: SpanContext): void {
    this.t0 = parseHexWord(traceId, 0) ?? 0;
    this.t1 = parseHexWord(traceId, 8) ?? 0;
    this.t2 = parseHexWord(traceId, 16) ?? 0;
    this.t3 = parseHexWord(traceId, 24) ?? 0;
    this.p0 = parseHexWord(spanId, 0) ?? 0;
    this.p1 = parseHexWord(spanId, 8) ?? 0;
    this.hasParent = true;
    this.remote = isRemote === true;
    this.sampled = (traceFlags & 1) === 1;
  }

  /** The same of a span on the hot path, whose ids are words already. */
  continueHotSpan({ t0, t1, t2, t3, s0, s1, sampled }: HotSpan): void {
    this.t0 = t0;
    this.t1 = t1;
    this.t2 = t2;
    this.t3 = t3;
    this.p0 = s0;
    this.p1 = s1;
    this.hasParent = true;
    this.sampled = sampled;
  }

  get traceId(): string {
    return hexWord(this.t0) + hexWord(this.t1) + hexWord(this.t2) + hexWord(this.t3);
  }

  get spanId(): string {
    return hexWord(this.s0) + hexWord(this.s1);
  }

  encode(to: Uint8Array, at: number, clock: UnixClock): number {
    if (this.kind === null) return at;
    let next = putTimes(to, putIds(to, at, this), this.startedAt, this.endedAt, clock);
    next = put(to, next, this.kind.encoded);
    next = putAttribute(to, next, URL_FULL, fullUrl(this.request));
    next = put(to, next, this.#encodedPeer());
    if (this.kind.error !== undefined) next = putErrorStatus(to, next, this.told?.message ?? '');
    if (this.told !== undefined) next = putException(to, next, this.told, this.endedAt, clock);
    return putFlags(to, next, this.remote);
  }

  /** A destination is dialled at the same address again and again; the last one is kept encoded. */
  #encodedPeer(): Uint8Array {
    const { peerAddress: address, peerPort: port, to } = this;
    if (to.peer.address === address && to.peer.port === port) return to.peer.encoded;
    const encoded = joined(
      ...(address === undefined ? [] : [attribute(9, 'network.peer.address', address)]),
      ...(port === undefined ? [] : [attribute(9, 'network.peer.port', port)]),
    );
    to.peer = { address, port, encoded };
    return encoded;
  }
}
