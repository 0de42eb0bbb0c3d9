import { say, seconds } from '../setup/say.mjs';
import { skipped, sum, totals, type Outcome } from './outcome.ts';
import { phases, type Phase } from './phases.ts';

interface Done {
  readonly name: string;
  readonly outcome: Outcome;
  readonly took: string;
}

const chosen = chosenPhases(process.argv.slice(2));
const done: Done[] = [];
for (const phase of chosen) done.push(await run(phase));
const total = sum(done.map(({ outcome }) => outcome));
console.log(summary(done, total));
process.exitCode = total.failed.length > 0 ? 1 : 0;

function chosenPhases(names: readonly string[]): readonly Phase[] {
  const unknown = names.filter((name) => !phases.some((phase) => phase.name === name));
  if (unknown.length === 0) return names.length === 0 ? phases : phases.filter((phase) => names.includes(phase.name));
  say(`There is no phase '${unknown.join("', '")}'. Known: ${phases.map((phase) => phase.name).join(', ')}.`);
  process.exit(2);
}

// All phases run even if one failed, so that one run says everything; but nothing can be said of a build that is not there.
async function run(phase: Phase): Promise<Done> {
  console.log(`\n== ${phase.name}`);
  const started = performance.now();
  const outcome = phase.needsBuild && buildFailed() ? skipped(phase.name, 'the build failed') : await phase.run();
  const took = seconds(started);
  console.log(`-- ${phase.name}: ${totals(outcome)}, ${took}`);
  return { name: phase.name, outcome, took };
}

function buildFailed(): boolean {
  return done.some(({ name, outcome }) => name === 'build' && outcome.failed.length > 0);
}

function summary(all: readonly Done[], { failed, skipped: skips, ...rest }: Outcome): string {
  return [
    '',
    ...all.map(({ name, outcome, took }) => `${name.padEnd(13)} ${totals(outcome).padEnd(34)} ${took}`),
    ...skips.map(({ name, reason }) => `skipped: ${name}: ${reason}`),
    ...failed.map((name) => `FAILED: ${name}`),
    totals({ ...rest, failed, skipped: skips }),
  ].join('\n');
}
