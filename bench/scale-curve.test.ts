import { expect } from 'chai';
import { curveOf, farthest, type Sized } from './scale-curve.ts';
import type { Series } from './scale-series.ts';

const series: Series = {
  name: 'things', title: 'Things', one: 'a thing', frameworks: ['fastify'],
  sizes: [1, 2, 4].map((size) => ({ size, paths: ['/'], connections: 1 })),
};
const sized = (size: number, addedUs: number, change: Partial<Sized> = {}): Sized =>
  ({ size, bareUs: [10, 50], vigilUs: [10 + addedUs, 50 + addedUs], ...change });

describe('the curve of a series', () => {
  it('pairs both servers within a round, so that a slow round does not bend it', () => {
    const { points } = curveOf(series, 'fastify', [[sized(1, 3), sized(2, 5), sized(4, 9)]]);
    expect(points.map(({ addedUs }) => addedUs?.median)).to.deep.equal([3, 5, 9]);
    expect(points[0]?.bareUs).to.deep.equal({ q1: 20, median: 30, q3: 40 });
  });

  it('pools its launches', () => {
    const [first] = curveOf(series, 'fastify', [[sized(1, 3), sized(2, 5), sized(4, 9)], [sized(1, 5), sized(2, 5), sized(4, 9)]]).points;
    expect(first?.addedUs).to.deep.equal({ q1: 3, median: 4, q3: 5 });
  });

  it('has the line through its medians', () => {
    const curve = curveOf(series, 'fastify', [[sized(1, 3), sized(2, 5), sized(4, 9)]]);
    expect(curve.line?.slope).to.be.closeTo(2, 1e-9);
    expect(curve.line?.intercept).to.be.closeTo(1, 1e-9);
    expect(farthest(curve)).to.be.closeTo(0, 1e-9);
  });

  it('shows a bend as distance from the line', () => {
    const curve = curveOf(series, 'fastify', [[sized(1, 0), sized(2, 2), sized(4, 0)]]);
    expect(farthest(curve)).to.be.greaterThan(1);
  });

  it('leaves out the figures of a size at which anything was lost in any launch, and says what', () => {
    const lost = sized(2, 5, { lost: '9 of 10 spans' });
    const curve = curveOf(series, 'fastify', [[sized(1, 3), sized(2, 5), sized(4, 9)], [sized(1, 3), lost, sized(4, 9)]]);
    expect(curve.points[1]).to.deep.equal({ size: 2, bareUs: null, addedUs: null, lost: '9 of 10 spans' });
    expect(curve.line).to.equal(null);
  });
});
