import { expect } from 'chai';
import { Finishing } from './finishing.ts';

describe('exchanges that finish', () => {
  const ended: number[] = [];
  const finishing = new Finishing<number>((exchange) => ended.push(exchange));
  beforeEach(() => ended.splice(0));

  it('end when the listeners of their response have been told, in order', async () => {
    finishing.add(1);
    finishing.add(2);
    expect(ended).to.deep.equal([]);
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(ended).to.deep.equal([1, 2]);
  });

  it('end at once when the watching stops, which no longer listens then', () => {
    const before = process.listenerCount('exit');
    const stop = finishing.watchExit();
    expect(process.listenerCount('exit')).to.equal(before + 1);
    finishing.add(1);
    stop();
    expect(ended).to.deep.equal([1]);
    expect(process.listenerCount('exit')).to.equal(before);
  });

  it('never wait in numbers', () => {
    for (let i = 0; i < 1001; i++) finishing.add(i);
    expect(ended).to.deep.equal([1000]);
    finishing.endAll();
    expect(ended).to.have.length(1001);
  });
});
