import { expect } from 'chai';
import { mochaRun, type MochaRun } from './mocha-run.ts';
import type { Outcome } from './outcome.ts';

describe('a run of mocha', () => {
  const run = (name: string, more: Partial<MochaRun> = {}): Promise<Outcome> =>
    mochaRun({ specs: [`tools/test/cases/${name}.cases.ts`], onSource: true, minutes: 1, quiet: true, ...more });

  it('tells what passed, what failed, and why something was skipped', async () => {
    expect(await run('mixed')).to.deep.equal({
      passed: 1,
      failed: ['mixed fails', 'mixed is skipped without one (skipped without a reason)'],
      skipped: [
        { name: 'mixed is skipped for a reason', reason: 'there is no moon' },
        { name: 'mixed as a whole is skipped with its suite', reason: 'there is no sun' },
        { name: 'mixed as a whole is skipped with it too', reason: 'there is no sun' },
      ],
    });
  });

  it('sees that something is left open when the tests have ended', async () => {
    const outcome = await run('open', { grace: 200 });
    expect(outcome.passed).to.equal(1);
    expect(outcome.failed).to.deep.equal(['the tests ended and their process did not: something is left open']);
  });

  it('sees that it takes too long', async () => {
    expect((await run('open', { minutes: 0 })).failed).to.deep.equal(['mocha still ran after 0 minutes']);
  });

  it('sees that there are no tests', async () => {
    expect((await run('nothing')).failed).to.deep.equal(['mocha ended with code 1 before its tests did']);
  });
});
