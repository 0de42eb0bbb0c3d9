/** Tells a browser the trace of an answer, where its scripts can read it (`PerformanceResourceTiming.serverTiming`). */
export const SERVER_TIMING = 'server-timing';

/** Its value, as OpenTelemetry's browser instrumentations look for it. */
export function serverTiming(traceParent: string): string {
  return `traceparent;desc="${traceParent}"`;
}

type Headers = Record<string, unknown> | readonly unknown[];

/** The headers with ours beside what the application tells of its own; in any of the forms that Node takes. */
export function withServerTiming<H extends Headers | undefined>(headers: H, traceParent: string): H {
  const ours = serverTiming(traceParent);
  if (headers === null || !['object', 'undefined'].includes(typeof headers)) return headers;
  if (Array.isArray(headers)) return [...headers, SERVER_TIMING, ours] as unknown as H;
  const name = Object.keys(headers ?? {}).find((key) => key.toLowerCase() === SERVER_TIMING) ?? SERVER_TIMING;
  const theirs = (headers as Record<string, unknown> | undefined)?.[name];
  return { ...headers, [name]: theirs === undefined ? ours : [theirs, ours].flat() } as unknown as H;
}
