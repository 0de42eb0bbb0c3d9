import { expect } from 'chai';
import type { Limit } from './limits.ts';
import { missingRow, type Row } from './row.ts';
import { verdictOn, verdictOnBurning } from './verdict.ts';

const limit: Limit = { framework: 'express', route: 'plain', ratio: 1.5, steady: 0.25 };

function row(setup: string, cpuUs: number, ratio: number, quartiles: [number, number] = [cpuUs - 1, cpuUs + 1]): Row {
  const spread = { cpuUs: quartiles, addedUs: quartiles, ratio: quartiles };
  const { void: _, ...rest } = missingRow('express', setup, 'plain', '');
  return { ...rest, cpuUs, ratio, spread };
}
const bare = row('bare', 40, 1);

describe('the guard\'s verdict', () => {
  it('is within while the ratio does not exceed the limit', () => {
    expect(verdictOn(limit, [bare, row('vigil', 60, 1.5)])).to.include({ state: 'within', text: '1.50 of bare (60 us), the limit is 1.5' });
  });

  it('is over beyond it', () => {
    expect(verdictOn(limit, [bare, row('vigil', 61, 1.51)]).state).to.equal('over');
  });

  it('is over when telemetry was lost, with the reason', () => {
    const lost = missingRow('express', 'vigil', 'plain', '9 of 10 spans "a" arrived');
    expect(verdictOn(limit, [bare, lost])).to.include({ state: 'over', text: 'no figure: 9 of 10 spans "a" arrived' });
  });

  it('is over when the route was not measured', () => {
    expect(verdictOn(limit, []).state).to.equal('over');
  });

  it('is unsteady, whatever the ratio, when bare is', () => {
    const shaken = row('bare', 40, 1, [35, 46]);
    expect(verdictOn(limit, [shaken, row('vigil', 90, 2.2)]).state).to.equal('unsteady');
    expect(verdictOn(limit, [shaken, row('vigil', 41, 1.02)]).state).to.equal('unsteady');
  });

  it('looks at the row of its own framework and route', () => {
    const other = { ...row('vigil', 80, 2), route: 'outbound' };
    expect(verdictOn(limit, [bare, other, row('vigil', 50, 1.25)]).state).to.equal('within');
  });

  it('asks that a regression made on purpose be seen', () => {
    expect(verdictOnBurning(limit, [bare, row('burning', 80, 2)]).state).to.equal('within');
    expect(verdictOnBurning(limit, [bare, row('burning', 59, 1.49)]).state).to.equal('over');
    expect(verdictOnBurning(limit, [bare]).state).to.equal('over');
  });
});
