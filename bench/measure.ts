/* oxlint-disable no-await-in-loop -- measurements must not overlap */
import { setTimeout as sleep } from 'node:timers/promises';
import { dueOf, gained, hasArrived, spansPerRequest, total, whatIsMissing } from './delivery.ts';
import type { Load } from './load.ts';
import type { SpanCounts } from './otlp-count.ts';
import type { Plan, Rounds } from './plan.ts';
import type { Route } from './routes.ts';
import type { Measured, Slice } from './row.ts';
import { BATCH_DELAY_MS, startServer, type Server, type Surroundings } from './server.ts';
import { whySilent, type Setup } from './setups.ts';
import { shuffled } from './statistics.ts';
import { until } from './until.ts';

/** One of the set-ups and the folder that it is started in; the repository's own when none is given. */
export interface Contender {
  setup: Setup;
  place?: string;
}

/** A launch: on which framework and which of its routes, and which one it is. */
export interface Launch {
  framework: string;
  routes: readonly Route[];
  launch: number;
}

/** One server on one route, and the spans that each of its requests owes. */
interface Lane {
  server: Server;
  route: Route;
  rounds: Rounds;
  perRequest: SpanCounts;
  saturated: Slice[];
  paced: Slice[];
}

const LEARNING_REQUESTS = 50;
const QUIET_MS = BATCH_DELAY_MS + 250;
/** Longer than any batch waits, and than the slowest sender needs for what it has: what has not come by then is lost. */
const LOST_AFTER_MS = BATCH_DELAY_MS + 5000;

/** Starts a server for each set-up, takes every measurement, ends the servers. */
export async function measureLaunch(
  { framework, routes, launch }: Launch,
  contenders: readonly Contender[],
  plan: Plan,
  around: Surroundings,
  say: (what: string) => void,
): Promise<Measured[]> {
  const servers: Server[] = [];
  for (const { setup, place } of contenders) {
    servers.push(await startServer(framework, setup, `${framework}-${setup.name}-${Date.now()}`, around, place === undefined ? {} : { place }));
  }
  const lanes: Lane[] = [];
  for (const route of routes) {
    say(route.name);
    lanes.push(...(await measureRoute(route, route === routes[0], servers, plan)));
  }
  const durations = new Map(await Promise.all(servers.map(async (server) => [server, await durationsOf(server, plan)] as const)));
  await Promise.all(servers.map((server) => server.end()));
  return lanes.map((lane) => ({ framework, launch, ...measuredOn(lane), durations: durations.get(lane.server)! }));
}

function measuredOn({ server, route, perRequest, saturated, paced }: Lane): Omit<Measured, 'framework' | 'launch' | 'durations'> {
  const silent = whySilent(server.setup, route.name);
  const missing = silent ? undefined : whatIsMissing(perRequest, route.outboundCalls);
  return {
    setup: server.setup.name,
    route: route.name,
    startCpuMs: server.startCpuMs,
    saturated,
    paced,
    ...(missing ? { missing } : {}),
    ...(silent ? { silent } : {}),
  };
}

/** Every round visits every server, in another order each time, so that what disturbs the machine disturbs all alike. */
async function measureRoute(route: Route, first: boolean, servers: readonly Server[], plan: Plan): Promise<Lane[]> {
  const lanes = await Promise.all(servers.map((server) => openLane(server, route, plan)));
  const { path, status } = route;
  const load = { path, status, connections: plan.connections, seconds: plan.sliceSeconds };
  const seconds = first ? plan.warmSeconds.first : plan.warmSeconds.later;
  for (const lane of lanes) await slice(lane, { ...load, seconds });
  for (let round = 0; round < plan.rounds.saturated; round++) {
    for (const lane of inRound(lanes, round, 'saturated')) lane.saturated.push(await slice(lane, load));
  }
  for (let round = 0; round < plan.rounds.paced; round++) {
    for (const lane of inRound(lanes, round, 'paced')) lane.paced.push(await pacedSlice(lane, { ...load, seconds: plan.pacedSeconds, rate: plan.rate }));
  }
  return lanes;
}

function inRound(lanes: readonly Lane[], round: number, kind: keyof Rounds): Lane[] {
  return shuffled(lanes.filter(({ rounds }) => round < rounds[kind]));
}

async function openLane(server: Server, route: Route, plan: Plan): Promise<Lane> {
  const before = await quietArrivals(server);
  await server.send({ path: route.path, status: route.status, connections: 1, requests: LEARNING_REQUESTS });
  const learnt = gained(before, await quietArrivals(server));
  const rounds = server.setup.dear ? plan.dear.rounds : plan.rounds;
  return { server, route, rounds, perRequest: spansPerRequest(learnt, LEARNING_REQUESTS), saturated: [], paced: [] };
}

/**
 * CPU is counted until the slice's last span has arrived: compressing and sending the last batch belongs to the requests in it.
 * The memory is read at the end of the load.
 */
async function slice({ server, perRequest }: Lane, load: Omit<Load, 'port'>): Promise<Slice> {
  const spansBefore = (await server.arrivals()).spans;
  const before = await server.usage();
  const outcome = await server.send(load);
  const { rssMb } = await server.usage();
  const due = dueOf(perRequest, outcome.requests);
  const arrived = await awaitSpans(server, spansBefore, due);
  const { cpuUs } = await server.usage();
  return { ...outcome, cpuUs: (cpuUs - before.cpuUs) / outcome.requests, rssMb, due, arrived };
}

/** The event loop is watched here only, for all alike: the watching has its price. */
async function pacedSlice(lane: Lane, load: Omit<Load, 'port'>): Promise<Slice> {
  await lane.server.watch();
  const seen = await slice(lane, load);
  return { ...seen, loop: await lane.server.delay() };
}

async function awaitSpans(server: Server, before: SpanCounts, due: SpanCounts): Promise<SpanCounts> {
  const look = async (): Promise<SpanCounts> => gained(before, (await server.arrivals()).spans);
  return until(look, (arrived) => hasArrived(due, arrived), LOST_AFTER_MS);
}

async function durationsOf(server: Server, plan: Plan): Promise<Measured['durations']> {
  if (!server.setup.countsDurations) return { due: 0, arrived: 0 };
  const look = async (): Promise<number> => (await server.arrivals()).requests;
  const arrived = await until(look, (count) => count >= server.sent(), 2 * plan.metricsEveryMs);
  return { due: server.sent(), arrived };
}

/** The spans so far, once no more come. */
async function quietArrivals(server: Server): Promise<SpanCounts> {
  if (whySilent(server.setup, '*')) return {};
  let last = total((await server.arrivals()).spans);
  const look = async (): Promise<SpanCounts> => {
    await sleep(QUIET_MS);
    return (await server.arrivals()).spans;
  };
  return until(look, (spans) => last === (last = total(spans)), 10 * QUIET_MS);
}
