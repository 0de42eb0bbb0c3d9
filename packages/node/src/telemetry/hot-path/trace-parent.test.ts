import { expect } from 'chai';
import { traceParent } from './trace-parent.ts';

describe('traceParent', () => {
  const ids = { t0: 0x01020304, t1: -1, t2: 0, t3: 0x7fffffff, s0: -2147483648, s1: 0xab, p0: 0, p1: 0, hasParent: false };

  it('writes the ids with all their digits, and whether the trace is sampled', () => {
    expect(traceParent(ids, true)).to.equal('00-01020304ffffffff000000007fffffff-80000000000000ab-01');
    expect(traceParent(ids, false)).to.equal('00-01020304ffffffff000000007fffffff-80000000000000ab-00');
  });

  it('leaves an earlier header as it was', () => {
    const first = traceParent(ids, true);
    traceParent({ ...ids, t0: 0, s1: 0 }, false);
    expect(first).to.equal('00-01020304ffffffff000000007fffffff-80000000000000ab-01');
  });
});
