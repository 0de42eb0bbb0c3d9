import type { ReceivedLog, ReceivedSpan } from '../otlp/received.ts';
import { groupBy } from './group-by.ts';

/** A span in its place: how deep, whether it is the last of its siblings, and what happened in it. */
export interface Branch {
  readonly span: ReceivedSpan;
  /** For each ancestor below the root, the nearest 16: whether it has siblings to come, so whether its line goes on. */
  readonly rails: readonly boolean[];
  readonly hasChildren: boolean;
  readonly isRoot: boolean;
}

export interface TraceTree {
  readonly branches: readonly Branch[];
  readonly start: bigint;
  readonly end: bigint;
  /** Spans whose parent is named but not here. */
  readonly orphans: number;
}

// Deeper than this nobody reads an indentation, and no terminal has the columns.
const deepest = 16;

/** Orders the spans of one trace as a tree, siblings by start. Every span appears once, also in a ring of false parents. */
export function traceTree(spans: readonly ReceivedSpan[]): TraceTree {
  const ordered = spans.toSorted((a, b) => compare(a.startTime, b.startTime));
  const ids = new Set(ordered.map((span) => span.spanId));
  const children = groupBy(ordered, (span) => span.parentSpanId);
  const roots = ordered.filter((span) => !ids.has(span.parentSpanId));
  const branches = walk(roots, ordered, children);
  return {
    branches,
    start: ordered[0]?.startTime ?? 0n,
    end: ordered.reduce((latest, span) => (span.endTime > latest ? span.endTime : latest), ordered[0]?.endTime ?? 0n),
    orphans: roots.filter((span) => span.parentSpanId !== '').length,
  };
}

// An explicit stack: a chain of ten thousand spans is a bad trace, and no reason to overflow.
function walk(roots: readonly ReceivedSpan[], all: readonly ReceivedSpan[], children: Map<string, ReceivedSpan[]>): Branch[] {
  const branches: Branch[] = [];
  const seen = new Set<ReceivedSpan>();
  for (const root of [...roots, ...all]) {
    const stack = [{ span: root, rails: [] as readonly boolean[], isRoot: true }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (seen.has(next.span)) continue;
      seen.add(next.span);
      const below = (children.get(next.span.spanId) ?? []).filter((child) => !seen.has(child));
      branches.push({ ...next, hasChildren: below.length > 0 });
      for (let i = below.length - 1; i >= 0; i--) {
        stack.push({ span: below[i] as ReceivedSpan, rails: [...next.rails, i < below.length - 1].slice(-deepest), isRoot: false });
      }
    }
  }
  return branches;
}

/** The log lines of each span, by time; those whose span is not here are under the empty id. */
export function logsBySpan(spans: readonly ReceivedSpan[], logs: readonly ReceivedLog[]): Map<string, ReceivedLog[]> {
  const ids = new Set(spans.map((span) => span.spanId));
  const ordered = logs.toSorted((a, b) => compare(timeOf(a), timeOf(b)));
  return groupBy(ordered, (log) => (ids.has(log.spanId) ? log.spanId : ''));
}

/** When it happened, or when it was seen if the sender does not know. */
export function timeOf(log: ReceivedLog): bigint {
  return log.time || log.observedTime;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
