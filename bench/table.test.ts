import { expect } from 'chai';
import type { Row } from './row.ts';
import { delayRows, markdownTable, processRows, requestColumns, textTable } from './table.ts';

const row: Row = {
  framework: 'express', setup: 'vigil', route: 'plain',
  cpuUs: 55, addedUs: 5.04, ratio: 1.1, spread: { cpuUs: [54, 56], addedUs: [4.2, 6], ratio: [1.08, 1.12] },
  slices: 12, spansPerRequest: 1, delivered: 1, p50Ms: 0.2, p99Ms: 0.9, loopMeanMs: 1.1, loopP99Ms: 1.3, loopMaxMs: 8,
  startCpuMs: 90, startCpuMsEsm: 95, rssMb: 120, modules: 200, modulesEsm: 205, installedMb: null, packages: null,
};
const lost: Row = { ...row, cpuUs: null, addedUs: null, ratio: null, spread: null, p50Ms: null, p99Ms: null, void: '9 of 10 spans "a" arrived' };

describe('the bench table', () => {
  it('shows a median with its quartiles', () => {
    expect(textTable(requestColumns, [row])).to.contain('5.0 (4.2..6.0)');
  });

  it('says in the row itself that it is void, and why', () => {
    expect(textTable(requestColumns, [lost])).to.contain('VOID: 9 of 10 spans "a" arrived');
  });

  it('says why a set-up has nothing to deliver', () => {
    expect(textTable(requestColumns, [{ ...row, delivered: null, silent: 'it makes no spans' }])).to.contain('it makes no spans');
  });

  it('leaves a void row out of the event loop\'s delays', () => {
    expect(delayRows([row, lost])).to.deep.equal([row]);
  });

  it('aligns its columns', () => {
    const lines = textTable(requestColumns, [row, { ...row, framework: 'f' }]).split('\n');
    expect(new Set(lines.map((line) => line.search(/route|plain/)))).to.have.length(1);
  });

  it('has as many cells in every line of its Markdown', () => {
    const widths = markdownTable(requestColumns, [row, lost]).split('\n').map((line) => line.split('|').length);
    expect(new Set(widths)).to.have.length(1);
  });

  it('names each process once, whatever the number of routes', () => {
    expect(processRows([row, { ...row, route: 'outbound' }])).to.have.length(1);
  });
});
