import { decode } from '@msgpack/msgpack';
import type { SpanCounts } from './otlp-count.ts';

interface Span {
  name: string;
  resource: string;
  meta?: Record<string, string>;
}

/** Counts the spans of a body of `/v0.4/traces`: MessagePack, a list of traces that are lists of spans. */
export function countDatadogSpans(body: Buffer, counts: SpanCounts = {}): SpanCounts {
  for (const { name, resource, meta } of (decode(body) as Span[][]).flat()) {
    const key = `${meta?.['span.kind'] ?? 'internal'} ${name} ${resource}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
