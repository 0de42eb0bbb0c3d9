import { expect } from 'chai';
import { Finishing } from './finishing.ts';

describe('exchanges that finish', () => {
  const ended: number[] = [];
  const finishing = new Finishing<number>((exchange) => ended.push(exchange));
  beforeEach(() => ended.splice(0));
  after(() => finishing.stop());

  it('end when the listeners of their response have been told, in order', async () => {
    finishing.add(1);
    finishing.add(2);
    expect(ended).to.deep.equal([]);
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(ended).to.deep.equal([1, 2]);
  });

  it('end at once when the watching stops, which no longer listens then', () => {
    const before = process.listenerCount('exit');
    const stopping = new Finishing<number>((exchange) => ended.push(exchange));
    stopping.add(1);
    stopping.stop();
    expect(ended).to.deep.equal([1]);
    expect(process.listenerCount('exit')).to.equal(before);
  });

  it('end before anybody hears of the exit of the process, which is listened for once one waits', () => {
    const last = (): void => {};
    process.on('exit', last);
    const before = process.listeners('exit');
    const exiting = new Finishing<number>((exchange) => ended.push(exchange));
    expect(process.listeners('exit')).to.deep.equal(before);
    exiting.add(1);
    exiting.add(2);
    expect(process.listeners('exit').slice(1)).to.deep.equal(before);
    (process.listeners('exit')[0] as () => void)();
    expect(ended).to.deep.equal([1, 2]);
    exiting.stop();
    process.off('exit', last);
  });

  it('never wait in numbers', () => {
    for (let i = 0; i < 1001; i++) finishing.add(i);
    expect(ended).to.deep.equal([1000]);
    finishing.endAll();
    expect(ended).to.have.length(1001);
  });
});
