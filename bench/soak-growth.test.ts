import { expect } from 'chai';
import { growthsOf, inflation, verdictOf, type Growth, type Sample } from './soak-growth.ts';

/** Ten minutes, a sample every ten seconds; memory in MB. */
const samples = (rssAt: (minute: number, at: number) => number): Sample[] => Array.from({ length: 61 }, (_, at) => ({
  seconds: at * 10, rss: rssAt(at / 6, at) * 1e6, oldSpace: 30e6, external: 4e6, arrayBuffers: 1e6, delayMs: 0.5, delayP99Ms: 2,
}));
const rssOf = (all: readonly Sample[]): Growth => growthsOf(all).find(({ measure }) => measure === 'rss')!;

describe('growth over a soak', () => {
  it('is told per hour, and by name', () => {
    const growth = rssOf(samples((minute) => 100 + minute));
    expect(growth.perHour).to.be.closeTo(60, 1e-6);
    expect(growth.verdict).to.equal('grows');
  });

  it('is none when memory only goes up and down', () => {
    const growth = rssOf(samples((_minute, at) => 100 + 3 * (at % 2)));
    expect(growth.verdict).to.equal('flat');
    expect(Math.abs(growth.perHour)).to.be.lessThan(2 * growth.error + 1);
  });

  it('does not count how memory finds its size at first', () => {
    expect(rssOf(samples((minute) => 100 + 50 * Math.min(minute, 2.9))).perHour).to.be.closeTo(0, 1e-6);
  });

  it('does not call a slow growth flat that cannot be told from noise', () => {
    expect(verdictOf(30, 80, 20)).to.equal('too short to tell');
    expect(verdictOf(30, 4, 20)).to.equal('grows');
    expect(verdictOf(10, 4, 20)).to.equal('flat');
  });

  it('is not told from a handful of samples, however well they lie on a line', () => {
    expect(rssOf(samples((minute) => 100 + minute).slice(0, 29)).verdict).to.equal('too short to tell');
  });

  it('trusts samples less that are like their neighbours', () => {
    const [independent, alike] = [[1, -1, -1, 1, -1, 1], [1, 1, 1, -1, -1, -1]];
    expect(inflation(independent)).to.equal(1);
    expect(inflation(alike)).to.be.greaterThan(1.5);
  });

  it('has a line for each measure, with its unit', () => {
    const units = growthsOf(samples(() => 100)).map(({ measure, unit }) => `${measure} ${unit}`);
    expect(units).to.deep.equal(['rss MB', 'oldSpace MB', 'external MB', 'arrayBuffers MB', 'delayMs ms', 'delayP99Ms ms']);
  });
});
