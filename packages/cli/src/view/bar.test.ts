import { expect } from 'chai';
import { bar } from './bar.ts';

describe('bar', () => {
  it('fills its share of the width', () => {
    expect(bar(0, 1, 4)).to.equal('━━━━');
    expect(bar(0.25, 0.75, 4)).to.equal(' ━━ ');
  });

  it('begins and ends in the middle of a cell', () => {
    expect(bar(0.125, 0.625, 4)).to.equal('╺━╸ ');
  });

  it('shows the shortest span, also at the very end', () => {
    expect(bar(0.5, 0.5, 4)).to.equal('  ╸ ');
    expect(bar(1, 1, 4)).to.equal('   ╺');
  });

  it('stays within its cells whatever the clocks say', () => {
    for (const [from, to] of [[-3, 9], [2, 1], [NaN, Infinity]] as const) expect(bar(from, to, 5)).to.have.length(5);
  });
});
