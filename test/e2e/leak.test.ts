import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { appsFolder, startService, type Service } from '../support/service.ts';
import { census, grown, type Census } from './leak-census.ts';
import { closeKeptAlive, visits, type Visit } from './leak-visits.ts';

/** Each with one visit of every kind; ten times as many follow. */
const ROUNDS = 30;
const SIDE_BY_SIDE = 6;
/** Node keeps the timings of so many fetches, and then no more: they must be there before anything is counted. */
const FETCHES_THAT_NODE_KEEPS = 250;
const aFetch = visits['with a fetch']!;
/** One object a round is a leak in one kind of visit; a few in all are the runtime's own doing. */
const leakOf = (rounds: number): number => rounds / 3;

describe('memory', function () {
  this.timeout(60_000);
  let upstream: Server;
  let sink: Server;
  let folder: string;
  let service: Service;
  let nextId = 0;

  const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listen = (): Promise<Server> => new Promise((resolve) => {
    const server = createServer((request, response) => request.resume().on('end', () => response.end('up')));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

  before(async () => {
    [upstream, sink, folder] = await Promise.all([listen(), listen(), mkdtemp(join(tmpdir(), 'vigil-leak-'))]);
  });
  afterEach(() => service.stop('SIGKILL'));
  after(async () => {
    closeKeptAlive();
    for (const server of [upstream, sink]) server.close().closeAllConnections();
    await rm(folder, { recursive: true });
  });

  async function growthOf(app: string, rounds: number, ...nodeArgs: string[]): Promise<string[]> {
    const snapshots = ['--heapsnapshot-signal=SIGWINCH', `--diagnostic-dir=${folder}`];
    service = startService({ app, endpoint: urlOf(sink), nodeArgs: [...snapshots, ...nodeArgs], env: { NODE_ENV: 'test' } });
    const base = new URL(await service.url());
    await visitAll(base, times(FETCHES_THAT_NODE_KEEPS, [aFetch]));
    await visitAll(base, times(rounds, Object.values(visits)));
    await takeCensus();
    await visitAll(base, times(rounds, Object.values(visits)));
    const before = await takeCensus();
    await visitAll(base, times(10 * rounds, Object.values(visits)));
    const growth = grown(before, await takeCensus(), leakOf(10 * rounds));
    return growth.map(({ name, before: had, more }) => `${name}: ${had} and ${more} more`);
  }

  const times = (rounds: number, some: readonly Visit[]): Visit[] => Array.from({ length: rounds }, () => some).flat();

  async function visitAll(base: URL, all: Visit[]): Promise<void> {
    const some = async (): Promise<void> => {
      for (let visit = all.pop(); visit !== undefined; visit = all.pop()) await visit(base, nextId++, urlOf(upstream));
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, some));
  }

  /** What is left when connections have closed and telemetry has gone. Writing the snapshot collects the garbage first. */
  async function takeCensus(): Promise<Census> {
    await sleep(300);
    service.child.kill('SIGWINCH');
    for (;;) {
      await sleep(50);
      const [file] = await readdir(folder);
      const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
      if (!text.endsWith('}')) continue;
      await rm(join(folder, file!));
      return census(JSON.parse(text));
    }
  }

  for (const app of ['express.cjs', 'fastify.cjs']) {
    it(`does not grow with the number of requests: ${app}`, async () => {
      expect(await growthOf(app, ROUNDS)).to.deep.equal([]);
    });
  }

  it('is seen to grow when somebody keeps the span of every request (so that the tests above can fail)', async () => {
    const growth = await growthOf('fastify.cjs', 3, '--require', `${appsFolder}leak-keeper.cjs`);
    expect(growth.join('\n')).to.match(/^object HotSpan: \d+ and \d\d\d more$/m);
  });
});
