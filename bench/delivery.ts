import type { SpanCounts } from './otlp-count.ts';

/** What came between two looks at the sink. */
export function gained(before: SpanCounts, after: SpanCounts): SpanCounts {
  const gains = Object.entries(after).map(([span, count]) => [span, count - (before[span] ?? 0)] as const);
  return Object.fromEntries(gains.filter(([, count]) => count !== 0));
}

/**
 * The spans that each request gives, learnt from a few requests sent slowly. What comes now and then only (a new connection's span)
 * belongs to no request: it is not due, and not held against a set-up.
 */
export function spansPerRequest(spans: SpanCounts, requests: number): SpanCounts {
  const each = Object.entries(spans).map(([span, count]) => [span, Math.round(count / requests)] as const);
  return Object.fromEntries(each.filter(([, count]) => count > 0));
}

/** The spans that so many requests owe. */
export function dueOf(perRequest: SpanCounts, requests: number): SpanCounts {
  return Object.fromEntries(Object.entries(perRequest).map(([span, count]) => [span, count * requests]));
}

/** Whether all that is due has come; more is not less. */
export function hasArrived(due: SpanCounts, arrived: SpanCounts): boolean {
  return Object.entries(due).every(([span, count]) => (arrived[span] ?? 0) >= count);
}

/** Why a request's spans cannot be right, however many come: what a slow run would otherwise teach as normal. */
export function whatIsMissing(perRequest: SpanCounts, outboundCalls: number): string | undefined {
  const server = ofKind(perRequest, 'server');
  if (server !== 1) return `${server} server spans per request, not 1`;
  const client = ofKind(perRequest, 'client');
  if (client < outboundCalls) return `${client} client spans per request, not ${outboundCalls}`;
  return undefined;
}

/** The first difference between what was due and what came, in words. */
export function whatWasLost(due: SpanCounts, arrived: SpanCounts): string | undefined {
  for (const [span, count] of Object.entries(due)) {
    const came = arrived[span] ?? 0;
    if (came !== count) return `${came} of ${count} spans "${span}" arrived`;
  }
  return undefined;
}

export function total(spans: SpanCounts): number {
  return Object.values(spans).reduce((sum, count) => sum + count, 0);
}

function ofKind(spans: SpanCounts, kind: string): number {
  return total(Object.fromEntries(Object.entries(spans).filter(([span]) => span.startsWith(`${kind} `))));
}
