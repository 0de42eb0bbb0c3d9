import type { ReceivedSpan } from '@vigil/cli';

/** A span as it is compared: ids by what they are, no times, no versions. */
export type Comparable = Readonly<Record<string, unknown>>;

/** All of a span that must not differ between two ways to make it. */
export function comparable(span: ReceivedSpan, all: readonly ReceivedSpan[]): Comparable {
  const { name, kind, status, traceState, flags, dropped, attributes, scope } = span;
  const parent = all.find(({ spanId, traceId }) => spanId === span.parentSpanId && traceId === span.traceId);
  return {
    name, kind, status, traceState, flags, dropped,
    parent: span.parentSpanId === '' ? 'none' : parent?.name ?? span.parentSpanId,
    traceId: span.parentSpanId === '' ? 'made' : span.traceId.length,
    attributes: plain(attributes),
    events: span.events.map((event) => ({ name: event.name, attributes: plain(event.attributes), givenTime: event.time < 1_700_000_001_000_000_000n ? event.time : 'now' })),
    links: span.links.map((link) => ({ ...link, attributes: plain(link.attributes), ...ids(link, all) })),
    scope: scope.name === 'of the application' ? scope : 'telemetry',
    lasted: span.endTime - span.startTime > 30_000_000_000n ? 'long' : 'short',
  };
}

/** The same of a span that telemetry made, less what the two presets put on it each in its own way (test/conformance/stock compares that). */
export function comparableOwn(span: ReceivedSpan, all: readonly ReceivedSpan[], full: boolean): Comparable {
  const { attributes, dropped, ...rest } = comparable(span, all);
  // What is beyond the limit depends on how many were there before.
  const own = Object.entries(attributes as object).filter(([key]) => key.startsWith('app.') && !key.startsWith('app.many.'));
  const { events, links } = dropped as ReceivedSpan['dropped'];
  return { ...rest, dropped: { events, links }, attributes: full ? null : Object.fromEntries(own) };
}

function plain(attributes: ReceivedSpan['attributes']): object {
  const entries = Object.entries(attributes).filter(([key]) => !/\.port$|^vigil\.request\.id$/.test(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'exception.stacktrace' ? typeof value : value]));
}

function ids(link: { traceId: string; spanId: string }, all: readonly ReceivedSpan[]): object {
  const to = all.find(({ spanId }) => spanId === link.spanId);
  return { traceId: to === undefined ? link.traceId : 'made', spanId: to?.name ?? link.spanId };
}
