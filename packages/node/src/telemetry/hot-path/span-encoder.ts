import { capped } from '../http-names.ts';
import { redactQuery } from '../redact-query.ts';
import type { ServedKind } from '../served-kinds.ts';
import { LONGEST_EXCEPTION } from './exception-texts.ts';
import { putFailure } from './failure.ts';
import type { HotSpan } from './hot-span.ts';
import { attribute, attributeKey, joined, lengthDelimited, put, putAttribute, putFixed32, putWord, text } from './protobuf.ts';
import type { UnixClock } from './unix-clock.ts';

const PATH = attributeKey('url.path');
const QUERY = attributeKey('url.query');
const USER_AGENT = attributeKey('user_agent.original');
const REQUEST_ID = attributeKey('vigil.request.id');

/** The `resource` of a `ResourceSpans`. */
export function encodeResource(attributes: Readonly<Record<string, string | number>>): Uint8Array {
  return lengthDelimited(1, joined(...Object.entries(attributes).map(([key, value]) => attribute(1, key, value))));
}

/** The `scope` of a `ScopeSpans`. */
export function encodeScope(name: string, version: string): Uint8Array {
  return lengthDelimited(1, joined(text(1, name), text(2, version)));
}

/** More than any span of ours takes: four texts of 2048 characters and an exception's, three bytes each, and the fixed parts. */
export const LONGEST_SPAN = 26 * 1024 + 3 * LONGEST_EXCEPTION;
/** Flags of a span (opentelemetry-proto `SpanFlags`): it is known whether the parent is remote, and it is. */
const KNOWS_PARENT = 1 << 8;
const PARENT_IS_REMOTE = 1 << 9;

/** The ids of a span, in words. */
export interface SpanIds {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
  readonly s0: number;
  readonly s1: number;
  readonly p0: number;
  readonly p1: number;
  readonly hasParent: boolean;
}

/** Writes the fields of a server span. */
export function putServerSpan(to: Uint8Array, at: number, span: HotSpan, kind: ServedKind, clock: UnixClock): number {
  let next = putTimes(to, putIds(to, at, span), span.startedAt, span.endedAt, clock);
  next = put(to, next, kind.encoded);
  next = put(to, next, span.peer.encoded);
  next = putUrl(to, next, span.url);
  // Behind a proxy each request of a connection may come from another browser: not worth keeping.
  if (span.userAgent !== '') next = putAttribute(to, next, USER_AGENT, capped(span.userAgent));
  next = putAttribute(to, next, REQUEST_ID, span.requestId);
  if (span.failure !== null) next = putFailure(to, next, span.failure, span.endedAt, clock);
  return putFlags(to, next, span.hasParent);
}

export function putIds(to: Uint8Array, at: number, span: SpanIds): number {
  to[at] = 0x0a;
  to[at + 1] = 16;
  let next = putWord(to, putWord(to, putWord(to, putWord(to, at + 2, span.t0), span.t1), span.t2), span.t3);
  to[next] = 0x12;
  to[next + 1] = 8;
  next = putWord(to, putWord(to, next + 2, span.s0), span.s1);
  if (!span.hasParent) return next;
  to[next] = 0x22;
  to[next + 1] = 8;
  return putWord(to, putWord(to, next + 2, span.p0), span.p1);
}

export function putTimes(to: Uint8Array, at: number, startedAt: number, endedAt: number, clock: UnixClock): number {
  to[at] = 0x39;
  const next = clock.put(to, at + 1, startedAt);
  to[next] = 0x41;
  return clock.put(to, next + 1, endedAt);
}

function putUrl(to: Uint8Array, at: number, url: string): number {
  const mark = url.indexOf('?');
  if (mark < 0) return putAttribute(to, at, PATH, capped(url));
  const next = putAttribute(to, at, PATH, capped(url.slice(0, mark)));
  return putAttribute(to, next, QUERY, redactQuery(capped(url.slice(mark + 1))));
}

/** `sampled` and, above it, whether the parent is in another process. */
export function putFlags(to: Uint8Array, at: number, remote: boolean): number {
  to[at] = 0x85;
  to[at + 1] = 1;
  return putFixed32(to, at + 2, 1 | KNOWS_PARENT | (remote ? PARENT_IS_REMOTE : 0));
}
