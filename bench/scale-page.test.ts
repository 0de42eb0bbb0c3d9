import { expect } from 'chai';
import { curveOf, type Sized } from './scale-curve.ts';
import { lineText, scalePage, table } from './scale-page.ts';
import type { Series } from './scale-series.ts';
import { fullScale } from './scale-plan.ts';

const series: Series = {
  name: 'routes', title: 'Routes in use', one: 'a route', frameworks: ['express', 'fastify'],
  sizes: [1, 2, 4].map((size) => ({ size, paths: ['/'], connections: 1 })),
};
const sized = (size: number, added: number, lost?: string): Sized =>
  ({ size, bareUs: [10, 20], vigilUs: [10 + added, 20 + added], ...(lost ? { lost } : {}) });
const straight = curveOf(series, 'express', [[sized(1, 3), sized(2, 5), sized(4, 9)]]);
const broken = curveOf(series, 'fastify', [[sized(1, 3), sized(2, 5, '9 of 10 spans arrived'), sized(4, 9)]]);
const when = { date: '2000-01-02', machine: 'a machine' };

describe('the page about scale', () => {
  it('shows each size once, with both frameworks beside each other', () => {
    expect(table([straight, broken]).split('\n')[2]).to.equal('| 1 | 15.0 (12.5..17.5) | 3.0 (3.0..3.0) | 15.0 (12.5..17.5) | 3.0 (3.0..3.0) |');
  });

  it('says where the figures should stand that they are void, and why', () => {
    expect(table([straight, broken]).split('\n')[3]).to.contain('| - | VOID: 9 of 10 spans arrived |');
  });

  it('writes the line as start, slope with its error, and fit', () => {
    expect(lineText(straight, 'a route')).to.equal('1.0 µs + 2.000 µs a route (± 0.000), R² 1.00, farthest 0.0 µs');
  });

  it('writes a falling line with its sign', () => {
    const falling = curveOf(series, 'express', [[sized(1, 9), sized(2, 7), sized(4, 3)]]);
    expect(lineText(falling, 'a route')).to.contain('11.0 µs - 2.000 µs a route');
  });

  it('draws no line through two points', () => {
    expect(lineText(broken, 'a route')).to.equal('no line: too few sizes count');
  });

  it('keeps the reason that a person wrote for a series, and none of another one', () => {
    const page = scalePage([straight], { routes: 'Because of the moon.', chain: 'Never shown.' }, fullScale, when);
    expect(page).to.contain('Because of the moon.').and.not.contain('Never shown.');
  });

  it('gives both frameworks one section', () => {
    expect(scalePage([straight, broken], {}, fullScale, when).match(/^## Routes in use$/gm)).to.have.length(1);
  });
});
