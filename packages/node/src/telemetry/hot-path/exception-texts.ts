import { exceptionOf } from '../http-names.ts';

/** What an event `exception` says of what was thrown; what is empty is left out (semantic conventions, exceptions on spans). */
export interface ExceptionTexts {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** Characters of the three together; there is room for no more in the batch. Stacks of ten frames have 500 to 2000. */
export const LONGEST_EXCEPTION = 4096;

/** As the SDK's `recordException` reads it. Undefined for one that is too long or too strange for the hot path. */
export function exceptionTexts(thrown: unknown): ExceptionTexts | undefined {
  const exception = exceptionOf(thrown);
  if (typeof exception === 'string') return withinBounds('', exception, '');
  const { code, name, message, stack } = exception as NodeJS.ErrnoException;
  return withinBounds(code || name || '', message || '', stack || '');
}

function withinBounds(type: unknown, message: unknown, stack: unknown): ExceptionTexts | undefined {
  if (typeof type !== 'string' || typeof message !== 'string' || typeof stack !== 'string') return undefined;
  return type.length + message.length + stack.length > LONGEST_EXCEPTION ? undefined : { type, message, stack };
}
