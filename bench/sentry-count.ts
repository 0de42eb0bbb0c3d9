import type { SpanCounts } from './otlp-count.ts';

interface Transaction {
  type?: string;
  transaction?: string;
  contexts?: { trace?: { op?: string } };
  spans?: readonly { op?: string; description?: string }[];
}

const KINDS: Readonly<Record<string, string>> = { 'http.server': 'server', 'http.client': 'client' };

/** Counts the spans of an envelope: lines of JSON, of which a transaction holds its own span and all below it. */
export function countSentrySpans(envelope: Buffer, counts: SpanCounts = {}): SpanCounts {
  for (const line of envelope.toString().split('\n')) {
    const item = line === '' ? {} : (JSON.parse(line) as Transaction);
    // The header of an item has the same type; only the item itself has its spans.
    if (item.type !== 'transaction' || !item.contexts) continue;
    note(counts, item.contexts.trace?.op, item.transaction);
    for (const { op, description } of item.spans ?? []) note(counts, op, description);
  }
  return counts;
}

function note(counts: SpanCounts, op: string = '', name: string = ''): void {
  const key = KINDS[op] ? `${KINDS[op]} ${name}` : `internal ${op} ${name}`;
  counts[key] = (counts[key] ?? 0) + 1;
}
