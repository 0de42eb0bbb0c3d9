import { channel } from 'node:diagnostics_channel';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import { stopAll, watchChannel } from './watch-channel.ts';

describe('watchChannel', () => {
  const failures: GuardFailure[] = [];
  const guard = createGuard({ report: (failure) => failures.push(failure) });

  it('hands messages on until it is stopped, twice if need be', () => {
    const seen: unknown[] = [];
    const stop = watchChannel('vigil.test:one', guard, (message) => void seen.push(message));
    channel('vigil.test:one').publish('a');
    stop();
    stop();
    channel('vigil.test:one').publish('b');
    expect(seen).to.deep.equal(['a']);
    expect(channel('vigil.test:one').hasSubscribers).to.equal(false);
  });

  it('keeps what a listener throws from whoever publishes, under the name of the channel', () => {
    const stop = watchChannel('vigil.test:two', guard, () => { throw new Error('no'); });
    expect(() => channel('vigil.test:two').publish('a')).not.to.throw();
    stop();
    expect(failures.map(({ name }) => name)).to.deep.equal(['vigil.test:two']);
  });

  it('stops many in the reverse of the order in which they were started', () => {
    const order: number[] = [];
    stopAll([1, 2, 3].map((n) => () => void order.push(n)))();
    expect(order).to.deep.equal([3, 2, 1]);
  });
});
