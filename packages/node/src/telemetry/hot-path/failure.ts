import { capped, errorType } from '../http-names.ts';
import { exceptionTexts, type ExceptionTexts } from './exception-texts.ts';
import { attributeKey, lengthDelimited, put, putAttribute, putLength, putText, text } from './protobuf.ts';
import type { UnixClock } from './unix-clock.ts';

/** Why a server span is an error. */
export interface Failure {
  /** `error.type` */
  readonly type: string;
  /** Undefined when nothing was thrown that we know of. */
  readonly exception: ExceptionTexts | undefined;
}

const STATUS_ERROR = lengthDelimited(15, Uint8Array.of(0x18, 2));
const NAME = text(2, 'exception');
const ERROR_TYPE = attributeKey('error.type');
const TYPE = attributeKey('exception.type');
const MESSAGE = attributeKey('exception.message');
const STACK = attributeKey('exception.stacktrace');
/** Tag of `Event.attributes`. */
const ATTRIBUTES = 0x1a;

/** Of an answer of 5xx. Undefined for one that only the SDK can tell of. */
export function failureOf(status: number, error: unknown): Failure | undefined {
  if (error === undefined) return { type: String(status), exception: undefined };
  const exception = exceptionTexts(error);
  return exception && { type: errorType(error), exception };
}

/** Writes status, `error.type` and the event. */
export function putFailure(to: Uint8Array, at: number, { type, exception }: Failure, time: number, clock: UnixClock): number {
  const next = putErrorStatus(to, putAttribute(to, at, ERROR_TYPE, type), exception?.message ?? '');
  return exception === undefined ? next : putException(to, next, exception, time, clock);
}

/** Writes the status of a span that failed, with the message of what was thrown if anything was. */
export function putErrorStatus(to: Uint8Array, at: number, message: string): number {
  if (message === '') return put(to, at, STATUS_ERROR);
  to[at] = 0x7a;
  to[at + 3] = 0x12;
  const next = putText(to, at + 6, capped(message));
  putLength(to, at + 4, next - at - 6);
  to[next] = 0x18;
  to[next + 1] = 2;
  putLength(to, at + 1, next - at - 1);
  return next + 2;
}

/** Writes the event `exception`; like the SDK none when there is nothing to say. */
export function putException(to: Uint8Array, at: number, { type, message, stack }: ExceptionTexts, time: number, clock: UnixClock): number {
  if (type === '' && message === '') return at;
  to[at] = 0x5a;
  to[at + 3] = 0x09;
  let next = put(to, clock.put(to, at + 4, time), NAME);
  if (type !== '') next = putAttribute(to, next, TYPE, type, ATTRIBUTES);
  if (message !== '') next = putAttribute(to, next, MESSAGE, message, ATTRIBUTES);
  if (stack !== '') next = putAttribute(to, next, STACK, stack, ATTRIBUTES);
  putLength(to, at + 1, next - at - 3);
  return next;
}
