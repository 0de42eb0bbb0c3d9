import { bytesOf, isOfRatio, reasonOf, type Reason, type TailSpan } from './tail-reason.ts';

export interface TailSamplerOptions<Span extends TailSpan> {
  /** Of the traces that nothing else keeps, 0 to 1. */
  readonly ratio: number;
  /** From this duration of a local root on a trace is slow, ms. Nothing is held for longer. */
  readonly slow: number;
  /** A caller in another process has sampled the trace: `keep` it whole, or `judge` the part that is made here. */
  readonly remote: 'keep' | 'judge';
  /** Spans that are held, and traces that are known, at most. */
  readonly maxSpans: number;
  /** About how much memory they may take. */
  readonly maxBytes: number;
  /** Takes the spans that are kept, as soon as it is known. */
  readonly keep: (span: Span) => void;
  /** Told once, when the first trace is given up for want of room. */
  readonly onFull: () => void;
  readonly now: () => number;
}

/** The part of a trace that is made here and nothing speaks for yet. */
interface Undecided<Span> {
  readonly since: number;
  /** Ids of local roots, spans without a parent in this process, that have not ended. */
  readonly roots: Set<string>;
  spans: Span[];
  bytes: number;
}

/** Traces by what became of them, and spans that went with those given up. */
export interface TailCounts extends Readonly<Record<Reason | 'dropped' | 'evicted', number>> {
  readonly evictedSpans: number;
}

/** How long a decision is remembered for spans that come after it, ms. */
const AFTERWARDS = 10_000;
/** No trace waits longer, however slow is defined. */
const MAX_HOLD = 60_000;

/**
 * Keeps traces with errors, slow ones and marked ones whole, and a ratio of the rest. Holds only what nothing speaks for
 * yet: the first reason lets all go, and the end of the last local root without one drops them. When there is no more room the
 * oldest are given up. No timer and no clock of its own.
 */
export class TailSampler<Span extends TailSpan> {
  readonly #options: TailSamplerOptions<Span>;
  readonly #maxSpans: number;
  /** By trace id, the oldest first. */
  readonly #undecided = new Map<string, Undecided<Span>>();
  /** By trace id, the oldest first. */
  readonly #decided = new Map<string, { readonly kept: boolean; readonly at: number }>();
  readonly #counts = { error: 0, slow: 0, marked: 0, remote: 0, ratio: 0, dropped: 0, evicted: 0, evictedSpans: 0 };
  #spans = 0;
  #bytes = 0;

  constructor(options: TailSamplerOptions<Span>) {
    this.#options = options;
    this.#maxSpans = options.maxSpans;
  }

  get counts(): TailCounts {
    return { ...this.#counts };
  }

  /** Spans that are held now. */
  get held(): number {
    return this.#spans;
  }

  /** Decisions that are remembered. */
  get remembered(): number {
    return this.#decided.size;
  }

  started(span: Pick<Span, 'spanContext' | 'parentSpanContext'>): void {
    const { traceId, spanId } = span.spanContext();
    const trace = this.#undecided.get(traceId);
    const isRoot = isLocalRoot(span);
    if (trace !== undefined) return void (isRoot && trace.roots.add(spanId));
    const decided = this.#decided.get(traceId);
    // A second visit of a trace whose first was unremarkable is judged anew.
    if (decided !== undefined && (decided.kept || !isRoot)) return;
    const reason = this.#reasonAtStart(span, traceId);
    if (reason !== undefined) return this.#decide(traceId, reason);
    this.#undecided.set(traceId, { since: this.#options.now(), roots: new Set([spanId]), spans: [], bytes: 0 });
    this.#makeRoom();
  }

  ended(span: Span): void {
    const { traceId, spanId } = span.spanContext();
    const trace = this.#undecided.get(traceId);
    const reason = reasonOf(span, trace?.roots.delete(spanId) ?? isLocalRoot(span), this.#options.slow);
    if (trace === undefined) return this.#late(span, traceId, reason);
    this.#hold(trace, span);
    if (reason !== undefined) this.#release(traceId, trace, reason);
    else if (trace.roots.size === 0) this.#drop(traceId, trace, 'dropped');
    else this.#makeRoom();
  }

  /** Keeps a trace for a reason that no span shows, such as a security finding. What was dropped already stays so. */
  mark(traceId: string): void {
    const trace = this.#undecided.get(traceId);
    if (trace !== undefined) this.#release(traceId, trace, 'marked');
    else if (this.#decided.get(traceId)?.kept !== true) this.#decide(traceId, 'marked');
  }

  /** To be called every now and then: what has lasted long enough is slow, and old decisions are forgotten. */
  expire(): void {
    const { slow, now } = this.#options;
    const at = now();
    for (const [traceId, trace] of this.#undecided) {
      if (at - trace.since < Math.min(slow, MAX_HOLD)) break;
      this.#release(traceId, trace, 'slow');
    }
    for (const [traceId, decided] of this.#decided) {
      if (at - decided.at < AFTERWARDS) break;
      this.#decided.delete(traceId);
    }
  }

  /** The process ends: what is still undecided is dropped as it would be at its end. */
  decideAll(): void {
    for (const [traceId, trace] of this.#undecided) this.#drop(traceId, trace, 'dropped');
  }

  #reasonAtStart({ parentSpanContext }: Pick<Span, 'parentSpanContext'>, traceId: string): Reason | undefined {
    if (this.#options.remote === 'keep' && parentSpanContext?.isRemote === true) return 'remote';
    return isOfRatio(traceId, this.#options.ratio) ? 'ratio' : undefined;
  }

  #hold(trace: Undecided<Span>, span: Span): void {
    const bytes = bytesOf(span);
    trace.spans.push(span);
    trace.bytes += bytes;
    this.#spans++;
    this.#bytes += bytes;
  }

  /** A span of a trace that is decided, or was never seen to start. */
  #late(span: Span, traceId: string, reason: Reason | undefined): void {
    const kept = this.#decided.get(traceId)?.kept ?? (reason !== undefined || isOfRatio(traceId, this.#options.ratio));
    if (kept) this.#options.keep(span);
  }

  #release(traceId: string, trace: Undecided<Span>, reason: Reason): void {
    this.#forget(traceId, trace);
    this.#decide(traceId, reason);
    for (const span of trace.spans) this.#options.keep(span);
  }

  #drop(traceId: string, trace: Undecided<Span>, why: 'dropped' | 'evicted'): void {
    this.#forget(traceId, trace);
    this.#decide(traceId, why);
  }

  #forget(traceId: string, trace: Undecided<Span>): void {
    this.#undecided.delete(traceId);
    this.#spans -= trace.spans.length;
    this.#bytes -= trace.bytes;
  }

  #decide(traceId: string, why: Reason | 'dropped' | 'evicted'): void {
    this.#counts[why]++;
    this.#decided.delete(traceId);
    this.#decided.set(traceId, { kept: why !== 'dropped' && why !== 'evicted', at: this.#options.now() });
    if (this.#decided.size > this.#maxSpans) this.#decided.delete(this.#decided.keys().next().value as string);
  }

  #makeRoom(): void {
    while (this.#spans + this.#undecided.size > this.#maxSpans || this.#bytes > this.#options.maxBytes) {
      const [traceId, trace] = this.#undecided.entries().next().value as [string, Undecided<Span>];
      if (this.#counts.evicted === 0) this.#options.onFull();
      this.#counts.evictedSpans += trace.spans.length;
      this.#drop(traceId, trace, 'evicted');
    }
  }
}

function isLocalRoot({ parentSpanContext }: Pick<TailSpan, 'parentSpanContext'>): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}
