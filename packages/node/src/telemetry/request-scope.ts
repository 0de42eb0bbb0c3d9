import { createContextKey, trace, type Context } from '@opentelemetry/api';

/** What everything that happens within an inbound request can ask of it. */
export interface RequestScope {
  readonly requestId: string;
}

/** The key under which a context carries its request. */
export const SCOPE: symbol = createContextKey('vigil request');

/** The key under which the API keeps the current span; it is private there, so it is asked for once. */
export const SPAN: symbol = spanKey();

/** The inbound request that a context belongs to, also deep inside of it. */
export function requestIn(context: Context): RequestScope | undefined {
  return context.getValue(SCOPE) as RequestScope | undefined;
}

function spanKey(): symbol {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (key) => ((found = key), probe),
    deleteValue: () => probe,
  };
  trace.setSpan(probe, trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }));
  if (found === undefined) throw new Error('@opentelemetry/api keeps no span in the context');
  return found;
}
