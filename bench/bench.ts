/* oxlint-disable no-await-in-loop -- measurements must not overlap */
/**
 * `npm run bench`: what Vigil costs beside nothing and beside the stock auto-instrumentations, in one run.
 *   --quick         a smoke check in under a minute        --setups bare,vigil   only these (bare always runs)
 *   --json FILE     the rows as JSON                       --docs                rewrites docs/benchmarks.md
 *   --scale         how the cost grows, with --docs into docs/scale.md
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installedSize } from './installed-size.ts';
import { measureLaunch, modulesOf } from './measure.ts';
import { benchmarksPage } from './page.ts';
import { fullPlan, quickPlan, type Plan } from './plan.ts';
import { rowOf, type Footprint, type Measured, type Row } from './row.ts';
import { scale } from './scale.ts';
import { startSurroundings, type Surroundings } from './server.ts';
import { frameworks, setups, type Setup } from './setups.ts';
import { processColumns, processRows, requestColumns, textTable } from './table.ts';

const docsFile = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const say = (what: string): void => console.error(what);

/** A signal ends the bench by its own hand, so that the processes it started end with it. */
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.on(signal, () => process.exit(code));
}

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' }, docs: { type: 'boolean' }, json: { type: 'string' }, setups: { type: 'string' },
    scale: { type: 'boolean' },
  },
});
await main().catch((error: Error) => {
  say(error.message);
  process.exit(1);
});

async function main(): Promise<void> {
  if (flags.scale) process.exit(await scale(flags));
  if (flags.docs && flags.quick) throw new Error('--docs needs a full run: the figures of --quick are rough');
  const plan = flags.quick ? quickPlan : fullPlan;
  const rows = await measureAll(chosenSetups(), plan);
  console.log(`\n${textTable(requestColumns, rows)}\n\n${textTable(processColumns, processRows(rows))}\n`);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (flags.docs) await writeFile(docsFile, benchmarksPage(rows, plan, new Date()));
  // Another's losses are its own; ours are a defect.
  process.exit(rows.some((row) => row.setup === 'vigil' && row.void) ? 1 : 0);
}

function chosenSetups(): Setup[] {
  const names = flags.setups?.split(',') ?? setups.map(({ name }) => name);
  const unknown = names.find((name) => !setups.some((setup) => setup.name === name));
  if (unknown !== undefined) throw new Error(`no set-up is called "${unknown}"; there are ${setups.map(({ name }) => name).join(', ')}`);
  return setups.filter(({ name }, at) => at === 0 || names.includes(name));
}

async function measureAll(chosen: readonly Setup[], plan: Plan): Promise<Row[]> {
  const around = await startSurroundings(plan.metricsEveryMs);
  const footprints = await footprintsOf(chosen, around);
  const measured: Measured[] = [];
  for (let launch = 1; launch <= plan.launches; launch++) {
    for (const framework of frameworks) {
      const where = `launch ${launch} of ${plan.launches}, ${framework}`;
      measured.push(...(await measureLaunch(framework, chosen, plan, around, (route) => say(`${where}, ${route}`))));
    }
  }
  return rowsOf(measured, footprints);
}

function rowsOf(measured: readonly Measured[], footprints: ReadonlyMap<string, Footprint>): Row[] {
  const launchesOf = (one: Measured, setup: string): Measured[] =>
    measured.filter((other) => other.framework === one.framework && other.route === one.route && other.setup === setup);
  const cells = measured.map((one) => launchesOf(one, one.setup)).filter((launches, at) => launches[0] === measured[at]);
  return cells.map((launches) => {
    const { framework, setup } = launches[0]!;
    return rowOf(launches, launchesOf(launches[0]!, setups[0]!.name), footprints.get(`${framework} ${setup}`)!);
  });
}

async function footprintsOf(chosen: readonly Setup[], around: Surroundings): Promise<Map<string, Footprint>> {
  const footprints = new Map<string, Footprint>();
  for (const setup of chosen) {
    say(`${setup.name}: modules${flags.quick ? '' : ', installed size'}`);
    const installed = flags.quick ? null : await installedSize(setup.installs);
    const modules = await Promise.all(frameworks.map((framework) => modulesOf(framework, setup, around)));
    frameworks.forEach((framework, at) => footprints.set(`${framework} ${setup.name}`, { modules: modules[at]!, installed }));
  }
  return footprints;
}
