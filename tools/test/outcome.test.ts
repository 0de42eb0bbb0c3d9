import { expect } from 'chai';
import { failed, passed, skipped, sum, totals } from './outcome.ts';

describe('outcomes', () => {
  it('add up, and end in the line that CI reads', () => {
    const all = sum([passed(3), failed('a', 'b'), skipped('c', 'no moon'), passed()]);
    expect(totals(all)).to.equal('4 passed, 2 failed, 1 skipped');
    expect(all.failed).to.deep.equal(['a', 'b']);
    expect(all.skipped).to.deep.equal([{ name: 'c', reason: 'no moon' }]);
  });
});
