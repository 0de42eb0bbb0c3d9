import { SpanStatusCode } from '@opentelemetry/api';
import { expect } from 'chai';
import { KEEP, type TailSpan } from './tail-reason.ts';
import { TailSampler, type TailSamplerOptions } from './tail-sampler.ts';

/** A trace id at a place between 0 and 1 on the line that ratios are cut from; kept by a ratio above `1 - place`. */
const traceAt = (place: number, name = 0): string => `${name.toString(16).padStart(18, '0')}${Math.floor(place * 2 ** 52).toString(16).padStart(13, '0')}1`;
const LOW = traceAt(0.2);
const OTHER = traceAt(0.2, 7);

class TestSpan implements TailSpan {
  readonly spanId: string;
  readonly traceId: string;
  readonly parentSpanContext: TailSpan['parentSpanContext'];
  status: { code: SpanStatusCode } = { code: SpanStatusCode.UNSET };
  duration: [number, number] = [0, 0];
  attributes: Record<string, string | boolean> = {};
  events: TailSpan['events'] = [];

  constructor(traceId: string, spanId: string, parent?: 'local' | 'remote') {
    this.traceId = traceId;
    this.spanId = spanId;
    this.parentSpanContext = parent === undefined ? undefined : { traceId, spanId: 'parent', traceFlags: 1, isRemote: parent === 'remote' };
  }

  spanContext(): ReturnType<TailSpan['spanContext']> {
    return { traceId: this.traceId, spanId: this.spanId, traceFlags: 1 };
  }
}

describe('TailSampler', () => {
  let now: number;
  let kept: string[];
  let fulls: number;
  let tail: TailSampler<TestSpan>;

  function sampler(options: Partial<TailSamplerOptions<TestSpan>> = {}): TailSampler<TestSpan> {
    return (tail = new TailSampler<TestSpan>({
      ratio: 0, slow: 1000, remote: 'keep', maxSpans: 100, maxBytes: 1e6, keep: ({ spanId }) => kept.push(spanId), onFull: () => fulls++, now: () => now, ...options,
    }));
  }

  function start(spanId: string, parent?: 'local' | 'remote', traceId = LOW): TestSpan {
    const span = new TestSpan(traceId, spanId, parent);
    tail.started(span);
    return span;
  }

  const end = (...spans: TestSpan[]): void => spans.forEach((span) => tail.ended(span));

  beforeEach(() => {
    [now, kept, fulls] = [0, [], 0];
    sampler();
  });

  it('drops a trace that nothing speaks for, when its root ends', () => {
    const [root, child] = [start('root'), start('child', 'local')];
    end(child);
    expect(tail.held).to.equal(1);
    end(root);
    expect([kept, tail.held, tail.counts.dropped]).to.deep.equal([[], 0, 1]);
  });

  it('keeps all of a trace when one span failed, also what ended before it and what ends after', () => {
    const [root, before, failing, after] = [start('root'), start('before', 'local'), start('failing', 'local'), start('after', 'local')];
    failing.status = { code: SpanStatusCode.ERROR };
    end(before, failing, root, after);
    expect(kept).to.deep.equal(['before', 'failing', 'root', 'after']);
    expect([tail.counts.error, tail.counts.dropped]).to.deep.equal([1, 0]);
  });

  it('keeps a trace whose root is slow, but not for a slow part of a quick one', () => {
    const [root, part] = [start('root'), start('part', 'local')];
    part.duration = [9, 0];
    root.duration = [0, 999e6];
    end(part, root);
    const slow = start('slow', undefined, OTHER);
    slow.duration = [1, 0];
    end(slow);
    expect([kept, tail.counts.slow]).to.deep.equal([['slow'], 1]);
  });

  it('knows a trace for slow as soon as it lasts that long, and holds nothing from then on', () => {
    const [, child] = [start('root'), start('child', 'local')];
    end(child);
    now = 999;
    tail.expire();
    expect(kept).to.deep.equal([]);
    now = 1000;
    tail.expire();
    expect([kept, tail.held]).to.deep.equal([['child'], 0]);
  });

  it('holds nothing for longer than a minute, however slow is defined', () => {
    sampler({ slow: 3_600_000 });
    start('root');
    end(start('child', 'local'));
    now = 60_000;
    tail.expire();
    expect(kept).to.deep.equal(['child']);
  });

  it('keeps a trace that a span of it is marked in', () => {
    const [root, child] = [start('root'), start('child', 'local')];
    child.attributes = { [KEEP]: true };
    end(child, root);
    expect([kept, tail.counts.marked]).to.deep.equal([['child', 'root'], 1]);
  });

  it('keeps a trace that is marked by its id, before, while and after it is held', () => {
    tail.mark(OTHER);
    end(start('early', undefined, OTHER));
    const [root, child] = [start('root'), start('child', 'local')];
    end(child);
    tail.mark(LOW);
    end(root);
    expect([kept, tail.counts.marked]).to.deep.equal([['early', 'child', 'root'], 2]);
  });

  it('keeps a ratio of the rest by trace id, and holds nothing of these', () => {
    sampler({ ratio: 0.25 });
    for (const place of [0, 0.5, 0.74, 0.76, 0.99]) {
      const root = start(`root ${place}`, undefined, traceAt(place));
      end(start(`child ${place}`, 'local', traceAt(place)));
      if (place > 0.75) expect(tail.held).to.equal(0);
      end(root);
    }
    expect(kept).to.deep.equal(['child 0.76', 'root 0.76', 'child 0.99', 'root 0.99']);
    expect(tail.counts).to.include({ ratio: 2, dropped: 3 });
  });

  it('keeps a trace that its caller in another process has sampled, whole', () => {
    const [root, child] = [start('root', 'remote'), start('child', 'local')];
    end(child, root);
    expect([kept, tail.counts.remote]).to.deep.equal([['child', 'root'], 1]);
  });

  it('judges such a trace like any other when it is told to', () => {
    sampler({ remote: 'judge' });
    const [root, child, failed] = [start('root', 'remote'), start('child', 'local'), start('failed', 'remote', OTHER)];
    failed.status = { code: SpanStatusCode.ERROR };
    end(child, root, failed);
    expect(kept).to.deep.equal(['failed']);
  });

  it('waits for all requests of a trace that are being served at once', () => {
    sampler({ remote: 'judge' });
    const [first, second] = [start('first', 'remote'), start('second', 'remote')];
    end(first);
    second.status = { code: SpanStatusCode.ERROR };
    end(second);
    expect(kept).to.deep.equal(['first', 'second']);
  });

  it('judges a later request of an unremarkable trace anew, and keeps what comes after a kept one', () => {
    sampler({ remote: 'judge' });
    end(start('dull', 'remote'));
    const failed = start('failed', 'remote');
    failed.status = { code: SpanStatusCode.ERROR };
    end(failed, start('dull too', 'remote'));
    expect(kept).to.deep.equal(['failed', 'dull too']);
  });

  it('treats what comes after the end of a dropped trace like the trace, for ten seconds', () => {
    end(start('root'));
    const late = start('late', 'local');
    late.status = { code: SpanStatusCode.ERROR };
    end(late);
    expect(kept).to.deep.equal([]);
    now = 10_000;
    tail.expire();
    end(late);
    expect(kept).to.deep.equal(['late']);
  });

  describe('with too much to hold', () => {
    it('gives the oldest trace up when there are too many spans, counts it, and says so once', () => {
      sampler({ maxSpans: 4 });
      const first = start('first', undefined, traceAt(0, 1));
      end(start('child', 'local', traceAt(0, 1)));
      start('second', undefined, traceAt(0, 2));
      expect(tail.counts.evicted).to.equal(0);
      start('third', undefined, traceAt(0, 3));
      start('fourth', undefined, traceAt(0, 4));
      expect(tail.counts).to.include({ evicted: 1, evictedSpans: 1 });
      first.status = { code: SpanStatusCode.ERROR };
      end(first);
      for (let name = 5; name < 9; name++) start('more', undefined, traceAt(0, name));
      expect([kept, tail.counts.evicted, fulls]).to.deep.equal([[], 4, 1]);
    });

    it('gives the oldest up when they take too much memory', () => {
      sampler({ maxBytes: 10_000 });
      const [old] = [start('old', undefined, traceAt(0, 1)), start('young', undefined, traceAt(0, 2))];
      const large = start('large', 'local', traceAt(0, 1));
      large.attributes = { text: 'x'.repeat(4000) };
      end(large);
      expect([tail.held, tail.counts.evicted]).to.deep.equal([1, 0]);
      const larger = start('larger', 'local', traceAt(0, 2));
      larger.attributes = { text: 'x'.repeat(4000) };
      end(larger, old);
      expect([tail.held, tail.counts.evicted]).to.deep.equal([1, 1]);
    });

    it('remembers no more decisions than it may hold spans, and holds nothing when all has ended', () => {
      sampler({ maxSpans: 50 });
      for (let name = 1; name <= 1000; name++) end(start('root', undefined, traceAt(0, name)));
      expect([tail.held, tail.counts.dropped, tail.remembered]).to.deep.equal([0, 1000, 50]);
    });
  });

  it('decides on all when the process ends', () => {
    start('root');
    end(start('child', 'local'));
    tail.decideAll();
    expect([kept, tail.held, tail.counts.dropped]).to.deep.equal([[], 0, 1]);
  });
});
