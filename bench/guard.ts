/* oxlint-disable no-await-in-loop -- measurements must not overlap */
import { cell } from './compare.ts';
import { BURNT_US, limits, type Limit } from './limits.ts';
import { measureLaunch } from './measure.ts';
import { quickPlan } from './plan.ts';
import { routes } from './routes.ts';
import type { Row } from './row.ts';
import { startSurroundings, type Surroundings } from './server.ts';
import { frameworks, setups, type Setup } from './setups.ts';
import { verdictOn, verdictOnBurning, type Verdict } from './verdict.ts';

const ATTEMPTS = 3;
const [bare, vigil] = ['bare', 'vigil'].map((name) => setups.find((setup) => setup.name === name)!) as [Setup, Setup];

/** Vigil with a regression of known size. */
const burning: Setup = {
  ...vigil,
  name: 'burning',
  told: { cjs: ['--require', vigil.preload!, '--require', './apps/burn.cjs'] },
  env: () => ({ BENCH_BURN_US: String(BURNT_US) }),
};

/**
 * Measures bare, Vigil and a burning Vigil as they lie in the workspace, and compares with the limits. What is not within is
 * measured again, and the last word counts: a regression stays, what disturbs the machine passes. `tell` is told each verdict.
 */
export async function guard(say: (what: string) => void, tell: (verdict: Verdict) => void = () => {}): Promise<{ rows: Row[]; ok: boolean }> {
  const around = await startSurroundings(quickPlan.metricsEveryMs);
  const rows: Row[] = [];
  const verdicts: Verdict[] = [];
  for (const framework of frameworks) {
    let open = limits.filter((limit) => limit.framework === framework);
    for (let attempt = 1; attempt <= ATTEMPTS && open.length > 0; attempt++) {
      const measured = await measure(framework, open, attempt, around, say);
      rows.push(...measured);
      const judged = open.map((limit) => [limit, verdictsOn(limit, measured)] as const);
      open = attempt < ATTEMPTS ? judged.filter(([, said]) => said.some(({ state }) => state !== 'within')).map(([limit]) => limit) : [];
      for (const [limit, said] of judged) {
        for (const verdict of said) say(`${verdict.state}: ${verdict.name}: ${verdict.text}${open.includes(limit) ? '; once more' : ''}`);
        if (!open.includes(limit)) verdicts.push(...said);
      }
    }
  }
  verdicts.forEach((verdict) => tell(verdict));
  return { rows, ok: verdicts.every(({ state }) => state !== 'over') };
}

function verdictsOn(limit: Limit, rows: readonly Row[]): Verdict[] {
  return limit === limits[0] ? [verdictOn(limit, rows), verdictOnBurning(limit, rows)] : [verdictOn(limit, rows)];
}

/** `attempt` is the launch's number. */
async function measure(framework: string, open: readonly Limit[], attempt: number, around: Surroundings, say: (what: string) => void): Promise<Row[]> {
  const wanted = routes.filter(({ name }) => open.some(({ route }) => route === name));
  const chosen = open.includes(limits[0]!) ? [bare, vigil, burning] : [bare, vigil];
  const contenders = chosen.map((setup) => ({ setup }));
  const measured = await measureLaunch({ framework, routes: wanted, launch: attempt }, contenders, quickPlan, around, (route) => say(`${framework}, ${route}`));
  return wanted.flatMap((route) => chosen.map(({ name }) => cell(measured, framework, route.name, name, {})));
}
