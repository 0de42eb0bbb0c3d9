import { expect } from 'chai';
import { benchmarksPage } from './page.ts';
import { fullPlan } from './plan.ts';
import { routes } from './routes.ts';
import { missingRow } from './row.ts';
import { setups } from './setups.ts';

describe('the page of benchmarks', () => {
  const reason = 'could not be installed: no such version';
  const page = benchmarksPage([missingRow('express', 'splunk', 'plain', reason)], fullPlan, new Date('2026-01-02T03:04:05Z'));

  it('says what each set-up and each route is', () => {
    for (const { name, about } of [...setups, ...routes]) expect(page).to.contain(`**${name}**`).and.to.contain(about);
  });

  it('has a row with its reason for what could not be had', () => {
    expect(page).to.match(new RegExp(`\\| express \\| plain \\| splunk \\| - .*${reason}`));
  });

  it('has its date and how long it measured', () => {
    expect(page).to.contain('2026-01-02').and.to.contain(`${fullPlan.launches} launches`);
  });
});
