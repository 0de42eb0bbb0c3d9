import { capped } from '../http-names.ts';
import { redactQuery } from '../redact-query.ts';
import type { ServedKind } from '../served-kinds.ts';
import type { HotSpan } from './hot-span.ts';
import { attribute, attributeKey, joined, lengthDelimited, put, putAttribute, putFixed32, putLength, putWord, text } from './protobuf.ts';
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

/** More than any span of ours takes: three texts of 2048 characters, three bytes each, and the fixed parts. */
export const LONGEST_SPAN = 20 * 1024;
/** What a length of two bytes can say. */
const LONGEST_LENGTH = 16_383;
/** Flags of a span (opentelemetry-proto `SpanFlags`): it is known whether the parent is remote. */
const KNOWS_PARENT = 1;

/**
 * Writes a span as one `spans` entry of a `ScopeSpans`. Answers the position behind it, or the one it was given when the
 * span is too long (a hostile URL in three-byte characters); then nothing counts as written.
 */
export function encodeSpan(to: Uint8Array, at: number, span: HotSpan, kind: ServedKind, url: string, endedAt: number, clock: UnixClock): number {
  to[at] = 0x12;
  let next = putIds(to, at + 3, span);
  next = putTimes(to, next, span.startedAt, endedAt, clock);
  next = put(to, next, kind.encoded);
  next = put(to, next, span.peer.encoded);
  next = putUrl(to, next, url);
  if (span.userAgent !== '') next = putAttribute(to, next, USER_AGENT, capped(span.userAgent));
  next = putAttribute(to, next, REQUEST_ID, span.requestId);
  next = putFlags(to, next, span.remote);
  const length = next - at - 3;
  if (length > LONGEST_LENGTH) return at;
  putLength(to, at + 1, length);
  return next;
}

function putIds(to: Uint8Array, at: number, span: HotSpan): number {
  to[at] = 0x0a;
  to[at + 1] = 16;
  let next = putWord(to, putWord(to, putWord(to, putWord(to, at + 2, span.t0), span.t1), span.t2), span.t3);
  to[next] = 0x12;
  to[next + 1] = 8;
  next = putWord(to, putWord(to, next + 2, span.s0), span.s1);
  if (!span.remote) return next;
  to[next] = 0x22;
  to[next + 1] = 8;
  return putWord(to, putWord(to, next + 2, span.p0), span.p1);
}

function putTimes(to: Uint8Array, at: number, startedAt: number, endedAt: number, clock: UnixClock): number {
  to[at] = 0x39;
  let next = putFixed32(to, putFixed32(to, at + 1, clock.low(startedAt)), clock.high(startedAt));
  to[next] = 0x41;
  next = putFixed32(to, putFixed32(to, next + 1, clock.low(endedAt)), clock.high(endedAt));
  return next;
}

function putUrl(to: Uint8Array, at: number, url: string): number {
  const mark = url.indexOf('?');
  if (mark < 0) return putAttribute(to, at, PATH, capped(url));
  const next = putAttribute(to, at, PATH, capped(url.slice(0, mark)));
  return putAttribute(to, next, QUERY, redactQuery(capped(url.slice(mark + 1))));
}

/** `sampled` and, above it, whether the parent is in another process. */
function putFlags(to: Uint8Array, at: number, remote: boolean): number {
  to[at] = 0x85;
  to[at + 1] = 1;
  return putFixed32(to, at + 2, 1 | (KNOWS_PARENT << 8) | (remote ? 1 << 9 : 0));
}
