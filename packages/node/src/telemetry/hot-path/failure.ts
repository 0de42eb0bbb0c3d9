import { errorType } from '../http-names.ts';
import { exceptionTexts, type ExceptionTexts } from './exception-texts.ts';
import { attributeKey, lengthDelimited, put, putAttribute, putLength, text } from './protobuf.ts';
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
  const next = put(to, putAttribute(to, at, ERROR_TYPE, type), STATUS_ERROR);
  return exception === undefined ? next : putException(to, next, exception, time, clock);
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
