import { expect } from 'chai';
import { straightLine } from './straight-line.ts';

const points = (...pairs: [number, number][]): { x: number; y: number }[] => pairs.map(([x, y]) => ({ x, y }));

describe('a straight line through points', () => {
  it('finds the line that they lie on', () => {
    const { slope, intercept, slopeError, r2 } = straightLine(points([1, 5], [2, 7], [10, 23]));
    expect([slope, intercept, slopeError, r2].map((value) => Number(value.toFixed(9)))).to.deep.equal([2, 3, 0, 1]);
  });

  it('is the one of least squares, with the error of its slope, as worked out by hand', () => {
    const { slope, intercept, slopeError, r2 } = straightLine(points([0, 0], [1, 2], [2, 1]));
    expect([slope, intercept, r2]).to.deep.equal([0.5, 0.5, 0.25]);
    expect(slopeError).to.be.closeTo(Math.sqrt(0.75), 1e-12);
  });

  it('tells by how much it misses each of them', () => {
    expect(straightLine(points([0, 0], [1, 2], [2, 1])).residuals).to.deep.equal([-0.5, 1, -0.5]);
  });

  it('explains nothing of points that do not rise with x', () => {
    expect(straightLine(points([0, 1], [1, 2], [2, 1])).r2).to.equal(0);
  });

  it('has no error that could be known from two points', () => {
    expect(Number.isNaN(straightLine(points([0, 0], [1, 2])).slopeError)).to.equal(true);
  });
});
