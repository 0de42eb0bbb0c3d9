/**
 * The load, from a process of its own, on bare sockets. Not a ready-made tool, for one reason: those stop when the time is over and
 * abandon the requests under way, so that nobody knows how many spans are due. Here every request sent is answered and counted.
 * Under wrk (1 thread, 20 connections) the same servers cost the same: Vigil added 9.5 us on Fastify and 9.5 on Express, here 9.7 and
 * 10.1, with quartiles a microsecond wide; wrk itself took 10 to 16 us of the second core per request, this 12 to 20.
 */
/* oxlint-disable no-await-in-loop -- a connection carries one request at a time */
import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection, type Connection } from './connection.ts';
import { quantile } from './statistics.ts';

/** What to send: for so many `seconds` or so many `requests`, as fast as answers come or at a fixed `rate` per second. */
export interface Load {
  port: number;
  /** Each connection goes round all paths. */
  path: string | readonly string[];
  /** What every answer must be; 200 unless said. */
  status?: number;
  connections: number;
  seconds?: number;
  requests?: number;
  rate?: number;
}

/** What came of it. */
export interface Outcome {
  requests: number;
  /** Answers with another status. */
  bad: number;
  p50Ms: number;
  p99Ms: number;
}

/** Counts answers and their times. */
function createTally(expected: number = 200): { answer(status: number, ms: number): void; outcome(): Outcome } {
  const times: number[] = [];
  let bad = 0;
  return {
    answer(status, ms) {
      times.push(ms);
      if (status !== expected) bad++;
    },
    outcome: () => ({ requests: times.length, bad, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }),
  };
}

/** Each connection asks again as soon as it has its answer: the server is never idle. */
async function saturate(load: Load, connections: readonly Connection[]): Promise<Outcome> {
  const tally = createTally(load.status);
  const end = performance.now() + (load.seconds ?? Infinity) * 1000;
  let left = load.requests ?? Infinity;
  const ask = async (connection: Connection): Promise<void> => {
    for (let since = performance.now(); since < end && left-- > 0; since = performance.now()) {
      tally.answer(await connection.ask(), performance.now() - since);
    }
  };
  await Promise.all(connections.map(ask));
  return tally.outcome();
}

/**
 * Requests fall due at a fixed rate, whether or not answers come. A free connection takes the next one and sleeps until it is due;
 * when all are busy it is taken late, and that wait counts. The timer's own lateness does not: it is not the server's.
 */
async function pace(load: Load, connections: readonly Connection[]): Promise<Outcome> {
  const tally = createTally(load.status);
  const total = Math.round(load.rate! * load.seconds!);
  const start = performance.now();
  let next = 0;
  const ask = async (connection: Connection): Promise<void> => {
    while (next < total) {
      const due = start + (next++ / load.rate!) * 1000;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      const since = early > 0 ? performance.now() : due;
      tally.answer(await connection.ask(), performance.now() - since);
    }
  };
  await Promise.all(connections.map(ask));
  return tally.outcome();
}

async function run(load: Load): Promise<Outcome> {
  const connections = await Promise.all(Array.from({ length: load.connections }, () => openConnection(load.port, ...[load.path].flat())));
  const outcome = await (load.rate ? pace : saturate)(load, connections);
  for (const connection of connections) connection.close();
  return outcome;
}

process.on('message', (load: Load) => void run(load).then((outcome) => process.send!(outcome)));
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});
process.send!('ready');
