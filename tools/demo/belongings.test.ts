import { expect } from 'chai';
import { Belongings } from './belongings.ts';

describe('belongings', () => {
  it('are taken away in reverse order, once, and one after the other', async () => {
    const belongings = new Belongings();
    const log: string[] = [];
    for (const name of ['receiver', 'collector']) {
      belongings.add(async () => { log.push(`${name} asked`); await Promise.resolve(); log.push(`${name} gone`); });
    }
    await Promise.all([belongings.takeAway(), belongings.takeAway()]);
    expect(log).to.deep.equal(['collector asked', 'collector gone', 'receiver asked', 'receiver gone']);
  });

  it('are taken away at once when they come while everything is leaving', async () => {
    const belongings = new Belongings();
    await belongings.takeAway();
    let taken = false;
    belongings.add(() => (taken = true));
    expect([belongings.isLeaving, taken]).to.deep.equal([true, true]);
  });
});
