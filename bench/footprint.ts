/* oxlint-disable no-await-in-loop -- one start at a time */
import type { Contender } from './measure.ts';
import { routes } from './routes.ts';
import { startServer, type Surroundings } from './server.ts';
import { frameworks, type ModuleKind } from './setups.ts';
import { quantile, shuffled } from './statistics.ts';

/** What is known of a set-up on a framework beside its load, for both kinds of application. */
export interface Footprint {
  startCpuMs: Readonly<Record<ModuleKind, number>>;
  modules: Readonly<Record<ModuleKind, number>>;
}

const KINDS: readonly ModuleKind[] = ['cjs', 'esm'];

/** By framework and set-up, as in `express vigil`. Starts go round the set-ups in random order. */
export async function footprintsOf(contenders: readonly Contender[], starts: number, around: Surroundings): Promise<Map<string, Footprint>> {
  const footprints = new Map<string, Footprint>();
  for (const framework of frameworks) {
    const times = await startTimes(framework, contenders, starts, around);
    for (const contender of contenders) {
      const { name } = contender.setup;
      const median = (kind: ModuleKind): number => quantile(times.get(`${name} ${kind}`)!, 0.5);
      const [cjs, esm] = await Promise.all(KINDS.map((kind) => modulesOf(framework, contender, kind, around)));
      footprints.set(`${framework} ${name}`, { startCpuMs: { cjs: median('cjs'), esm: median('esm') }, modules: { cjs: cjs!, esm: esm! } });
    }
  }
  return footprints;
}

async function startTimes(framework: string, contenders: readonly Contender[], starts: number, around: Surroundings): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>();
  for (let turn = 0; turn < starts; turn++) {
    for (const [contender, kind] of shuffled(contenders.flatMap((one) => KINDS.map((its) => [one, its] as const)))) {
      const key = `${contender.setup.name} ${kind}`;
      times.set(key, [...(times.get(key) ?? []), await startOnce(framework, contender, kind, around)]);
    }
  }
  return times;
}

async function startOnce(framework: string, { setup, place }: Contender, kind: ModuleKind, around: Surroundings): Promise<number> {
  const server = await startServer(framework, setup, 'start', around, { kind, ...(place === undefined ? {} : { place }) });
  await server.end();
  return server.startCpuMs;
}

/** Files loaded after a first request on every route: in a start of its own, because counting changes the timing. */
async function modulesOf(framework: string, { setup, place }: Contender, kind: ModuleKind, around: Surroundings): Promise<number> {
  const options = { kind, countModules: true, ...(place === undefined ? {} : { place }) };
  const server = await startServer(framework, setup, 'modules', around, options);
  for (const { path, status } of routes) await server.send({ path, status, connections: 1, requests: 1 });
  const { modules } = await server.usage();
  await server.end();
  return modules!;
}
