import { expect } from 'chai';
import { now } from '../../config/clock.ts';
import { UnixClock } from './unix-clock.ts';

/** What was written, as nanoseconds. */
function written(clock: UnixClock, reading: number): bigint {
  const bytes = new Uint8Array(8);
  expect(clock.put(bytes, 0, reading)).to.equal(8);
  return new DataView(bytes.buffer).getBigUint64(0, true);
}

describe('unix-clock', () => {
  const origin = 1_795_000_000_123.456;

  for (const reading of [0, 0.001, 12.345, 4294.967296, 4294.967297, 86_400_000, 90 * 86_400_000]) {
    it(`writes a reading of ${reading} ms as nanoseconds since 1970`, () => {
      const expected = BigInt(Math.round(origin * 1e3)) * 1000n + BigInt(Math.round(reading * 1e6));
      const difference = written(new UnixClock(origin), reading) - expected;
      // A double holds milliseconds of ninety days to about a nanosecond.
      expect(Number(difference)).to.be.within(-4, 4);
    });
  }

  it('agrees with itself in both forms', () => {
    const clock = new UnixClock(origin);
    expect(Number(written(clock, 1234.5)) / 1e6).to.be.closeTo(clock.unix(1234.5), 0.001);
  });

  it('stands still through small differences of the clocks, so that children stay within their parents', () => {
    const clock = new UnixClock(origin);
    const before = clock.unix(0);
    clock.sync(origin + now() + 40);
    clock.sync(origin + now() - 40);
    expect(clock.unix(0)).to.equal(before);
  });

  it('follows a wall clock that was set', () => {
    const clock = new UnixClock(origin);
    clock.sync(origin + now() + 3_600_000);
    expect(clock.unix(0)).to.be.closeTo(origin + 3_600_000, 5);
    expect(Number(written(clock, 0)) / 1e6).to.be.closeTo(clock.unix(0), 0.001);
  });
});
