import { SpanStatusCode, type SpanStatus } from '@opentelemetry/api';

/** The methods that the semantic conventions know; any other is `_OTHER`, whatever a client makes up. */
const KNOWN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE', 'QUERY']);

/** The method as metrics and spans may name it. */
export function methodName(method: string): string {
  return KNOWN_METHODS.has(method) ? method : '_OTHER';
}

/** `GET /orders/:id`; `GET` without a route; `HTTP` for a method that nobody knows. */
export function spanName(method: string, route?: string): string {
  const verb = method === '_OTHER' ? 'HTTP' : method;
  return route === undefined ? verb : `${verb} ${route}`;
}

/** Texts that a client chooses are cut here: a span is no place for a 16 kB header. */
export const LONGEST = 2048;

export function capped(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}

/** The bucket bounds, in seconds, that the semantic conventions advise for HTTP durations. */
export const DURATION_BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What was thrown, as a span takes it: some programs throw symbols, and objects that nothing can be made of. */
export function exceptionOf(error: unknown): Error | string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, stack, code } = error as Error & { code?: unknown };
  if (typeof message !== 'string') return Object.prototype.toString.call(error);
  // The SDK takes any code for the type, also a DOMException's number.
  return typeof code === 'number' ? { name: errorType(error), message, ...(stack === undefined ? {} : { stack }) } : (error as Error);
}

/** The status of a span that failed: with the message of what was thrown, if anything was (semantic conventions, recording errors). */
export function errorStatus(error: unknown): SpanStatus {
  if (error === undefined) return { code: SpanStatusCode.ERROR };
  const thrown = exceptionOf(error);
  return { code: SpanStatusCode.ERROR, message: capped(typeof thrown === 'string' ? thrown : thrown.message) };
}

/** What kind of error this was: a class's name, or Node's code for the system's errors. */
export function errorType(error: unknown): string {
  if (error === null) return 'null';
  // Never the value: a reason given as text or number would make a name of each.
  if (typeof error !== 'object') return typeof error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && code !== '') return capped(code);
  return typeof name === 'string' && name !== '' ? capped(name) : 'Error';
}
