/* oxlint-disable no-await-in-loop -- measurements must not overlap */
import { setTimeout as sleep } from 'node:timers/promises';
import { dueOf, gained, hasArrived, spansPerRequest, total, whatIsMissing } from './delivery.ts';
import type { Load } from './load.ts';
import type { SpanCounts } from './otlp-count.ts';
import type { Plan } from './plan.ts';
import type { Measured, Slice } from './row.ts';
import { BATCH_DELAY_MS, startServer, type Server, type Surroundings } from './server.ts';
import { routes, type Route, type Setup } from './setups.ts';
import { shuffled } from './statistics.ts';

/** One server on one route, and the spans that each of its requests owes. */
interface Lane {
  server: Server;
  route: Route;
  perRequest: SpanCounts;
  saturated: Slice[];
  paced: Slice[];
}

const LEARNING_REQUESTS = 50;
const LOOK_EVERY_MS = 20;
const QUIET_MS = BATCH_DELAY_MS + 250;
/** Longer than any batch waits: what has not come by then is lost. */
const LOST_AFTER_MS = BATCH_DELAY_MS + 3000;

/** One launch: starts a server for each set-up, takes every measurement, ends the servers. */
export async function measureLaunch(
  framework: string,
  chosen: readonly Setup[],
  plan: Plan,
  around: Surroundings,
  say: (what: string) => void,
): Promise<Measured[]> {
  const servers: Server[] = [];
  for (const setup of chosen) servers.push(await startServer(framework, setup, `${framework}-${setup.name}-${Date.now()}`, around));
  const lanes: Lane[] = [];
  for (const route of routes) {
    say(route.name);
    lanes.push(...(await measureRoute(route, servers, plan)));
  }
  const durations = new Map(await Promise.all(servers.map(async (server) => [server, await durationsOf(server, plan)] as const)));
  await Promise.all(servers.map((server) => server.end()));
  return lanes.map((lane) => measuredOn(framework, lane, durations.get(lane.server)!));
}

function measuredOn(framework: string, lane: Lane, durations: Measured['durations']): Measured {
  const { server, route, perRequest, saturated, paced } = lane;
  const { setup, startCpuMs } = server;
  const missing = setup.preload && whatIsMissing(perRequest, route.outboundCalls);
  return { framework, setup: setup.name, route: route.name, startCpuMs, durations, saturated, paced, ...(missing ? { missing } : {}) };
}

/** Every round visits every server, in another order each time, so that what disturbs the machine disturbs all alike. */
async function measureRoute(route: Route, servers: readonly Server[], plan: Plan): Promise<Lane[]> {
  const lanes = await Promise.all(servers.map((server) => openLane(server, route)));
  const load = { path: route.path, connections: plan.connections, seconds: plan.sliceSeconds };
  for (const lane of lanes) await slice(lane, { ...load, seconds: plan.warmSeconds });
  for (let round = 0; round < plan.rounds.saturated; round++) {
    for (const lane of shuffled(lanes)) lane.saturated.push(await slice(lane, load));
  }
  for (let round = 0; round < plan.rounds.paced; round++) {
    for (const lane of shuffled(lanes)) lane.paced.push(await slice(lane, { ...load, rate: plan.rate }));
  }
  return lanes;
}

async function openLane(server: Server, route: Route): Promise<Lane> {
  const before = await quietArrivals(server);
  await server.send({ path: route.path, connections: 1, requests: LEARNING_REQUESTS });
  const learnt = gained(before, await quietArrivals(server));
  return { server, route, perRequest: spansPerRequest(learnt, LEARNING_REQUESTS), saturated: [], paced: [] };
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

async function awaitSpans(server: Server, before: SpanCounts, due: SpanCounts): Promise<SpanCounts> {
  const look = async (): Promise<SpanCounts> => gained(before, (await server.arrivals()).spans);
  return until(look, (arrived) => hasArrived(due, arrived), LOST_AFTER_MS);
}

async function durationsOf(server: Server, plan: Plan): Promise<Measured['durations']> {
  if (!server.setup.preload) return { due: 0, arrived: 0 };
  const look = async (): Promise<number> => (await server.arrivals()).requests;
  const arrived = await until(look, (count) => count >= server.sent(), 2 * plan.metricsEveryMs);
  return { due: server.sent(), arrived };
}

/** The spans so far, once no more come. */
async function quietArrivals(server: Server): Promise<SpanCounts> {
  if (!server.setup.preload) return {};
  let last = total((await server.arrivals()).spans);
  const look = async (): Promise<SpanCounts> => {
    await sleep(QUIET_MS);
    return (await server.arrivals()).spans;
  };
  return until(look, (spans) => last === (last = total(spans)), 10 * QUIET_MS);
}

/** Looks until it is done or the time is over; gives what was seen last. */
async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean, ms: number): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (done(seen) || Date.now() > end) return seen;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Files loaded after a first request on every route: in a start of its own, because counting changes the timing. */
export async function modulesOf(framework: string, setup: Setup, around: Surroundings): Promise<number> {
  const server = await startServer(framework, setup, `${framework}-${setup.name}-modules`, around, true);
  for (const { path } of routes) await server.send({ path, connections: 1, requests: 1 });
  const { modules } = await server.usage();
  await server.end();
  return modules!;
}
