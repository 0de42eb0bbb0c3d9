/* oxlint-disable no-await-in-loop -- measurements must not overlap */
import { footprintsOf } from './footprint.ts';
import { installation, type Installation } from './installation.ts';
import { measureLaunch, type Contender } from './measure.ts';
import type { Plan } from './plan.ts';
import { routes } from './routes.ts';
import { missingRow, rowOf, type Beside, type Measured, type Row } from './row.ts';
import { startSurroundings } from './server.ts';
import { frameworks, setups, type Setup } from './setups.ts';

interface Installed extends Contender {
  installed: Installation;
}

/** The whole comparison. Every set-up, bare included, runs as npm installs it into a folder of its own. */
export async function compare(chosen: readonly Setup[], plan: Plan, say: (what: string) => void): Promise<Row[]> {
  const { contenders, failed } = await installAll(chosen, say);
  const around = await startSurroundings(plan.metricsEveryMs);
  say(`${plan.starts} starts of each`);
  const footprints = await footprintsOf(contenders, plan.starts, around);
  const measured: Measured[] = [];
  for (let launch = 1; launch <= plan.launches; launch++) {
    const taking = contenders.filter(({ setup }) => !setup.dear || launch <= plan.dear.launches);
    for (const framework of frameworks) {
      const where = `launch ${launch} of ${plan.launches}, ${framework}`;
      measured.push(...(await measureLaunch({ framework, routes, launch }, taking, plan, around, (route) => say(`${where}, ${route}`))));
    }
  }
  const besideOf = (framework: string, name: string): Beside => ({
    footprint: footprints.get(`${framework} ${name}`),
    installed: contenders.find(({ setup }) => setup.name === name)!.installed,
  });
  return frameworks.flatMap((framework) => routes.flatMap((route) => chosen.map(({ name }) =>
    failed.has(name) ? missingRow(framework, name, route.name, failed.get(name)!) : cell(measured, framework, route.name, name, besideOf(framework, name)))));
}

/** What cannot be installed is in the result with its reason. Without the base there is nothing to compare with. */
async function installAll(chosen: readonly Setup[], say: (what: string) => void): Promise<{ contenders: Installed[]; failed: Map<string, string> }> {
  const contenders: Installed[] = [];
  const failed = new Map<string, string>();
  for (const setup of chosen) {
    try {
      const installed = await installation(setup);
      contenders.push({ setup, installed, place: installed.folder });
    } catch (error) {
      if (setup === setups[0]) throw error;
      const reason = `could not be installed: ${(error as Error).message.split('\n')[0]}`;
      say(`${setup.name} ${reason}`);
      failed.set(setup.name, reason);
    }
  }
  return { contenders, failed };
}

/** One row, from all launches of a set-up on a framework and route. */
export function cell(measured: readonly Measured[], framework: string, route: string, setup: string, beside: Beside): Row {
  const launchesOf = (name: string): Measured[] =>
    measured.filter((one) => one.framework === framework && one.route === route && one.setup === name);
  return rowOf(launchesOf(setup), launchesOf(setups[0]!.name), beside);
}
