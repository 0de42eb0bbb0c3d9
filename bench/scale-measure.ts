/* oxlint-disable no-await-in-loop -- measurements must not overlap */
import { setTimeout as sleep } from 'node:timers/promises';
import { gained, total } from './delivery.ts';
import type { SpanCounts } from './otlp-count.ts';
import { curveOf, type Curve, type Sized } from './scale-curve.ts';
import type { ScalePlan } from './scale-plan.ts';
import { series, type Series, type Size } from './scale-series.ts';
import { BATCH_DELAY_MS, startServer, startSurroundings, type Server, type Surroundings } from './server.ts';
import { setups } from './setups.ts';
import { shuffled } from './statistics.ts';

const LOOK_EVERY_MS = 20;
const LOST_AFTER_MS = BATCH_DELAY_MS + 3000;

/** What a server used and what was lost of it, in one stretch of load. */
interface Stretch {
  cpuUs: number;
  lost?: string;
}

/** Measures every series on its frameworks; bare and Vigil only. */
export async function measureScale(plan: ScalePlan, say: (what: string) => void): Promise<Curve[]> {
  const around = await startSurroundings(plan.metricsEveryMs);
  const curves: Curve[] = [];
  for (const one of series) {
    for (const framework of one.frameworks) {
      const launches: Sized[][] = [];
      for (let launch = 1; launch <= plan.launches; launch++) {
        say(`${one.name} on ${framework}, launch ${launch} of ${plan.launches}`);
        launches.push(await measureLaunch(one, framework, plan, around));
      }
      curves.push(curveOf(one, framework, launches));
    }
  }
  return curves;
}

/** Servers of their own for each series: spans that an application touches leave their mark on the compiler's work. */
export async function measureLaunch({ name, sizes }: Series, framework: string, plan: ScalePlan, around: Surroundings): Promise<Sized[]> {
  const start = (setup: string): Promise<Server> => {
    const found = setups.find((one) => one.name === setup)!;
    return startServer(`scale-${framework}`, found, `${name}-${framework}-${setup}-${Date.now()}`, around);
  };
  const servers: Servers = { bare: await start('bare'), vigil: await start('vigil') };
  const sized: Sized[] = sizes.map(({ size }) => ({ size, bareUs: [], vigilUs: [] }));
  for (const size of sizes) await round(size, servers, plan.warmSeconds);
  for (let turn = 0; turn < plan.rounds; turn++) {
    for (const at of shuffled([...sizes.keys()])) await note(sized[at]!, await round(sizes[at]!, servers, plan.sliceSeconds));
  }
  const lost = await lostDurations(servers.vigil, plan);
  await Promise.all(Object.values(servers).map((server) => server.end()));
  return lost === undefined ? sized : sized.map((one) => ({ ...one, lost }));
}

interface Servers {
  bare: Server;
  vigil: Server;
}

type Round = Record<keyof Servers, Stretch>;

function note(sized: Sized, { bare, vigil }: Round): void {
  sized.bareUs.push(bare.cpuUs);
  sized.vigilUs.push(vigil.cpuUs);
  const lost = bare.lost ?? vigil.lost;
  if (lost !== undefined) sized.lost ??= lost;
}

/** One slice of each server, in random order, so that what disturbs the machine disturbs both. */
async function round(size: Size, servers: Servers, seconds: number): Promise<Round> {
  const stretches: Partial<Round> = {};
  for (const name of shuffled(['bare', 'vigil'] as const)) stretches[name] = await stretch(servers[name], size, seconds);
  return stretches as Round;
}

/** CPU is counted until the last span has arrived: one span of kind server is due for each request. */
async function stretch(server: Server, { paths, connections }: Size, seconds: number): Promise<Stretch> {
  const spansBefore = server.setup.preload ? (await server.arrivals()).spans : {};
  const before = await server.usage();
  const { requests, bad } = await server.send({ path: paths, connections, seconds });
  const arrived = server.setup.preload ? await awaitSpans(server, spansBefore, requests) : requests;
  const { cpuUs } = await server.usage();
  const lost = bad > 0 ? `${bad} answers were not 200` : arrived === requests ? undefined : `${arrived} of ${requests} spans arrived`;
  return { cpuUs: (cpuUs - before.cpuUs) / requests, ...(lost === undefined ? {} : { lost }) };
}

function awaitSpans(server: Server, before: SpanCounts, due: number): Promise<number> {
  return awaitCount(due, LOST_AFTER_MS, async () => total(gained(before, (await server.arrivals()).spans)));
}

async function lostDurations(server: Server, plan: ScalePlan): Promise<string | undefined> {
  const counted = await awaitCount(server.sent(), 2 * plan.metricsEveryMs, async () => (await server.arrivals()).requests);
  return counted === server.sent() ? undefined : `the duration histogram counted ${counted} of ${server.sent()} requests`;
}

/** Looks until so many have come or the time is over; gives how many came. */
async function awaitCount(due: number, ms: number, look: () => Promise<number>): Promise<number> {
  const end = Date.now() + ms;
  for (;;) {
    const came = await look();
    if (came >= due || Date.now() > end) return came;
    await sleep(LOOK_EVERY_MS);
  }
}
