import { context } from '@opentelemetry/api';
import type { Correlation } from '@vigil/events';
import { requestIn, spanContextIn } from './request-scope.ts';

/** The ids of the moment: of the span that is current, and of the request that it belongs to. */
export function currentCorrelation(): Correlation {
  const active = context.active();
  const span = spanContextIn(active);
  const request = requestIn(active);
  return {
    ...(span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId, traceFlags: span.traceFlags }),
    ...(request === undefined ? {} : { requestId: request.requestId }),
  };
}
