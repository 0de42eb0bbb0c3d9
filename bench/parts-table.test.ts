import { expect } from 'chai';
import type { Part } from './parts-clock.ts';
import { partsTable } from './parts-table.ts';

const part = (name: string, perRequest: number): Part => ({ name, perRequest, run: () => 0 });
const [once, twice, beside, whole] = [part('once', 1), part('twice', 2), part('beside', 0), part('whole', 0)];
const timings = new Map([[once, [90, 100, 120]], [twice, [49, 50, 51]], [beside, [2000, 3000, 4000]], [whole, [250, 250, 250]]]);
const lines = partsTable(timings, whole).split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));

describe('the table of parts', () => {
  it('gives median and quartiles of one, and what a request takes of it', () => {
    expect(lines).to.include('once | 100 | 95..110 | 1 | 100').and.include('twice | 50 | 50..51 | 2 | 100');
  });

  it('adds up what a request takes, and sets it against the whole', () => {
    expect(lines).to.include('sum of the parts | 200').and.include('the sum is | 80 %');
  });

  it('leaves out of the sum what belongs to no plain request, and shows it below', () => {
    expect(lines.at(-1)).to.equal('beside | 3000 | 2500..3500');
  });
});
