import mocha from 'mocha';
import type { MochaOptions, Runner, Suite, Test } from 'mocha';
import { reasonKey } from '../../test/support/skip.ts';
import type { Outcome, Skipped } from './outcome.ts';

/** Mocha's own screen, with the reason under each skipped test; what came of it goes to the parent process, when there is one. */
export default class Reporter extends mocha.reporters.Spec {
  readonly #skipped: Skipped[] = [];
  readonly #failed: string[] = [];

  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.on('pending', (test) => this.#skip(test));
    runner.on('fail', (test) => this.#failed.push(test.fullTitle()));
    runner.once('end', () => process.send?.(this.#outcome(runner)));
  }

  #skip(test: Test): void {
    const reason = reasonOf(test);
    if (reason) this.#skipped.push({ name: test.fullTitle(), reason });
    else this.#failed.push(`${test.fullTitle()} (skipped without a reason)`);
    console.log(`      ${reason ?? 'skipped without a reason, which counts as a failure'}`);
  }

  #outcome(runner: Runner): Outcome {
    return { passed: runner.stats?.passes ?? 0, failed: this.#failed, skipped: this.#skipped };
  }
}

function reasonOf(test: Test): string | undefined {
  for (let at: Test | Suite | undefined = test; at; at = at.parent) {
    const reason = (at as unknown as Record<symbol, string | undefined>)[reasonKey];
    if (reason) return reason;
  }
  return undefined;
}
