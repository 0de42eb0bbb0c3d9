import { join } from 'node:path';
import { root } from '../setup/say.mjs';
import { failed, sum, type Outcome } from './outcome.ts';
import { supervised } from './supervised.ts';

// After its last test, a process with nothing open ends within milliseconds. What is still open after this is a leak.
const GRACE = 10_000;

/** A run of mocha: which files, on the sources or on what is built, and how many minutes it may take. */
export interface MochaRun {
  readonly specs: readonly string[];
  readonly ignore?: readonly string[];
  readonly onSource: boolean;
  readonly minutes: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds that the process may live on after its last test. */
  readonly grace?: number;
  readonly quiet?: boolean;
}

/** Runs mocha in a process of its own, without its `--exit`: a process that does not end by itself is a failure. */
export async function mochaRun({ specs, ignore = [], onSource, minutes, env = {}, grace = GRACE, quiet = false }: MochaRun): Promise<Outcome> {
  const condition = onSource ? ['--conditions=vigil-source'] : [];
  const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', join(root, 'tools/test/reporter.ts')];
  const args = [...condition, ...mocha, ...ignore.flatMap((pattern) => ['--ignore', pattern]), ...specs];
  const { code, ended, messages } = await supervised(process.execPath, args, {
    cwd: root, env: { ...process.env, ...env }, limit: minutes * 60_000, grace, quiet, isLast: isOutcome,
  });
  const outcome = messages.find(isOutcome);
  if (ended === 'out of time') return failed(`mocha still ran after ${minutes} minutes`);
  if (!outcome) return failed(`mocha ended with code ${code} before its tests did`);
  if (ended === 'not by itself') return sum([outcome, failed('the tests ended and their process did not: something is left open')]);
  return code === 0 || outcome.failed.length > 0 ? outcome : sum([outcome, failed(`mocha ended with code ${code} after its tests passed`)]);
}

function isOutcome(message: unknown): message is Outcome {
  return typeof message === 'object' && message !== null && 'passed' in message && 'skipped' in message;
}
