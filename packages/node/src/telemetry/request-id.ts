import { randomUUID } from 'node:crypto';

/** Bounded, and of characters that are harmless in a header, a log line and a terminal. */
const VALID = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/;

/** The id of a request: the client's, when it gives one that is safe to repeat, else a new one. */
export function requestId(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && VALID.test(given) ? given : randomUUID();
}
