import { expect } from 'chai';
import { otherCopy } from './other-copy.ts';

describe('otherCopy', () => {
  it('says nothing to the copy that came first, and names both to another', () => {
    const home = {};
    expect([otherCopy(home, 'one'), otherCopy(home, 'one')]).to.deep.equal([undefined, undefined]);
    expect(otherCopy(home, 'two')?.message).to.equal('two stands aside, because another copy runs already: one');
  });

  it('knows itself by version and place', () => {
    const home = {};
    otherCopy(home);
    expect(otherCopy(home, 'two')?.message).to.match(/already: @vigil\/node \d+\.\d+\.\d+ \(\/\S+other-copy\.ts\)/);
  });
});
