import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../setup/build.mjs';
import { root } from '../setup/say.mjs';
import { mochaRun } from './mocha-run.ts';
import { failed, passed, skipped, sum, type Outcome } from './outcome.ts';
import { supervised } from './supervised.ts';

/** A step of `npm test`. `needsBuild`: without what is built it has nothing to look at. */
export interface Phase {
  readonly name: string;
  readonly needsBuild?: boolean;
  readonly run: () => Promise<Outcome>;
}

/** Everything that `npm test` does, in order. */
export const phases: readonly Phase[] = [
  { name: 'types', run: () => check('types', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json']) },
  { name: 'lint', run: () => check('lint', 'node_modules/oxlint/bin/oxlint', []) },
  { name: 'build', run: buildAll },
  { name: 'unit', run: unit },
  { name: 'architecture', run: () => mochaRun({ specs: ['test/architecture/**/*.test.ts'], onSource: false, minutes: 2 }) },
  { name: 'parts', run: parts },
  { name: 'integration', needsBuild: true, run: integration },
  { name: 'set-ups', needsBuild: true, run: () => mochaRun({ specs: ['test/setups/**/*.test.ts'], onSource: false, minutes: 6 }) },
  { name: 'coverage', needsBuild: true, run: () => check('coverage', 'node_modules/c8/bin/c8.js', ['report']) },
  { name: 'cost', needsBuild: true, run: cost },
  { name: 'packages', needsBuild: true, run: () => mochaRun({ specs: ['test/packages/**/*.test.ts'], onSource: false, minutes: 5 }) },
];

// The demo runs real services on what is built, with the real Collector: no unit.
const DEMO = 'tools/demo/**/*.test.ts';

async function check(name: string, script: string, args: readonly string[], minutes: number = 3): Promise<Outcome> {
  const { code, ended } = await supervised(process.execPath, [script, ...args], { cwd: root, limit: minutes * 60_000 });
  if (code === 0) return passed();
  return failed(ended === 'out of time' ? `${name}: still ran after ${minutes} minutes` : `${name}: see above`);
}

async function buildAll(): Promise<Outcome> {
  return build(process.execPath).then(() => passed(), (error: Error) => failed(`build: ${error.message}`));
}

// Node writes into this folder what ran in a process and its children; c8 only reads it, so that nothing stands between us and
// mocha. The units count, and what the demo's services do on the sources; what runs on the built packages has no lines of ours.
const RAW_COVERAGE = join(root, 'coverage/raw');
const env = { NODE_V8_COVERAGE: RAW_COVERAGE };

async function unit(): Promise<Outcome> {
  await rm(RAW_COVERAGE, { recursive: true, force: true });
  const specs = ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'];
  return mochaRun({ specs, ignore: [DEMO], onSource: true, minutes: 5, env });
}

function integration(): Promise<Outcome> {
  const ignore = ['test/architecture/**', 'test/packages/**', 'test/setups/**'];
  return mochaRun({ specs: ['test/**/*.test.ts', DEMO], ignore, onSource: false, minutes: 12, env });
}

interface PartReport {
  readonly name: string;
  readonly state: 'had' | 'missing' | 'failed';
  readonly text: string;
}

// Got before the tests that use them, so that no test waits for a build in silence.
async function parts(): Promise<Outcome> {
  const { code, messages } = await supervised(process.execPath, ['tools/parts/parts.ts'], { cwd: root, limit: 15 * 60_000 });
  const outcomes = (messages as readonly PartReport[]).map(({ name, state, text }) => {
    if (state === 'had') return passed();
    return state === 'missing' ? skipped(`part: ${name}`, text) : failed(`part: ${name}: ${text}`);
  });
  const total = sum(outcomes);
  return code === 0 || total.failed.length > 0 ? total : sum([total, failed('parts: not all could be asked for')]);
}

interface CostVerdict {
  readonly name: string;
  readonly state: 'within' | 'over' | 'unsteady';
  readonly text: string;
}

// What a request costs beside bare. A machine that is too busy to measure is no regression: it is said, and counted as skipped.
async function cost(): Promise<Outcome> {
  const { code, messages } = await supervised(process.execPath, ['bench/bench.ts', '--quick'], { cwd: root, limit: 4 * 60_000 });
  const outcomes = (messages as readonly CostVerdict[]).map(({ name, state, text }) => {
    if (state === 'within') return passed();
    return state === 'unsteady' ? skipped(`cost: ${name}`, text) : failed(`cost: ${name}: ${text}`);
  });
  const total = sum(outcomes);
  return (code === 0 && outcomes.length > 0) || total.failed.length > 0 ? total : sum([total, failed('cost: not all could be measured')]);
}
