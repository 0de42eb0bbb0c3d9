import { expect } from 'chai';
import { paired, quantile, shuffled, spread } from './statistics.ts';

describe('bench statistics', () => {
  it('takes the middle of an odd number of values, whatever their order', () => {
    expect(quantile([9, 1, 5], 0.5)).to.equal(5);
  });

  it('takes the mean of the two middle values of an even number', () => {
    expect(quantile([1, 2, 4, 100], 0.5)).to.equal(3);
  });

  it('sorts numbers as numbers', () => {
    expect(quantile([10, 9, 8, 7, 100], 0.5)).to.equal(9);
  });

  it('interpolates a quantile between its neighbours', () => {
    expect(quantile([0, 10, 20, 30], 0.99)).to.be.closeTo(29.7, 1e-9);
  });

  it('gives the quartiles of a spread', () => {
    expect(spread([1, 2, 3, 4, 5])).to.deep.equal({ q1: 2, median: 3, q3: 4 });
  });

  it('has no quantile of nothing', () => {
    expect(Number.isNaN(quantile([], 0.5))).to.equal(true);
  });

  it('pairs values of the same round, so that a disturbance of both cancels out', () => {
    const added = paired([52, 152, 52], [50, 150, 50], (value, bare) => value - bare);
    expect(spread(added)).to.deep.equal({ q1: 2, median: 2, q3: 2 });
  });

  it('refuses to pair runs of different length', () => {
    expect(() => paired([1, 2], [1], (value) => value)).to.throw('2 rounds cannot be paired with 1');
  });

  it('keeps everything it shuffles', () => {
    expect(shuffled([1, 2, 3, 4]).toSorted()).to.deep.equal([1, 2, 3, 4]);
  });
});
