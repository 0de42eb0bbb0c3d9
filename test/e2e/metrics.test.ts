import { startReceiver, type ReceivedMetric, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { freePorts } from '../support/free-ports.ts';
import { startService, type Service } from '../support/service.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Name, kind and unit by the semantic conventions. */
const EXPECTED: readonly (readonly [string, ReceivedMetric['kind'], string])[] = [
  ['http.server.request.duration', 'histogram', 's'],
  ['http.client.request.duration', 'histogram', 's'],
  ['http.server.active_requests', 'sum', '{request}'],
  ['nodejs.eventloop.delay.min', 'gauge', 's'],
  ['nodejs.eventloop.delay.max', 'gauge', 's'],
  ['nodejs.eventloop.delay.mean', 'gauge', 's'],
  ['nodejs.eventloop.delay.stddev', 'gauge', 's'],
  ['nodejs.eventloop.delay.p50', 'gauge', 's'],
  ['nodejs.eventloop.delay.p90', 'gauge', 's'],
  ['nodejs.eventloop.delay.p99', 'gauge', 's'],
  ['nodejs.eventloop.utilization', 'gauge', '1'],
  ['nodejs.eventloop.time', 'sum', 's'],
  ['v8js.gc.duration', 'histogram', 's'],
  ['v8js.memory.heap.used', 'sum', 'By'],
  ['v8js.memory.heap.space.size', 'sum', 'By'],
  ['v8js.memory.heap.space.available_size', 'sum', 'By'],
  ['v8js.memory.heap.space.physical_size', 'sum', 'By'],
  ['process.cpu.time', 'sum', 's'],
  ['process.memory.usage', 'sum', 'By'],
  ['process.uptime', 'gauge', 's'],
];

describe('metrics', () => {
  let sink: Receiver;
  let service: Service;
  let url: string;

  before(async () => {
    sink = await startReceiver();
    service = startService({
      app: 'express.cjs', endpoint: sink.url, env: { OTEL_METRIC_EXPORT_INTERVAL: '100' }, nodeArgs: ['--expose-gc'],
    });
    url = await service.url();
  });
  after(async () => {
    await service.stop();
    await sink.close();
  });

  const newest = (name: string): ReceivedMetric | undefined => sink.metrics.findLast((metric) => metric.name === name);

  /** The points of a histogram whose attributes include these. */
  function countOf(name: string, attributes: Record<string, unknown>): number {
    const metric = newest(name);
    if (metric?.kind !== 'histogram') return 0;
    const points = metric.points.filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value));
    return points.reduce((sum, { count }) => sum + Number(count), 0);
  }

  it('have the names, kinds and units of the semantic conventions', async () => {
    await (await fetch(`${url}/fetch?url=${encodeURIComponent(`${url}/plain`)}`)).text();
    for (let i = 0; i < 2000; i++) if (i % 100 === 0) await (await fetch(`${url}/users/${i}`)).text();
    for (const [name, kind, unit] of EXPECTED) {
      const metric = await sink.waitFor(() => newest(name)).catch(() => undefined);
      expect(metric, name).to.include({ name, kind, unit });
    }
  });

  it('count every request once, by method, route and status, in the advised buckets', async () => {
    for (let i = 0; i < 7; i++) await (await fetch(`${url}/orgs/acme/teams/team-${i}`)).text();
    const attributes = { 'http.request.method': 'GET', 'http.route': '/orgs/:org/teams/:team', 'http.response.status_code': 200, 'url.scheme': 'http' };
    await sink.waitFor(() => countOf('http.server.request.duration', attributes) >= 7);
    expect(countOf('http.server.request.duration', attributes)).to.equal(7);
    const metric = newest('http.server.request.duration');
    if (metric?.kind !== 'histogram') throw new Error('no histogram');
    for (const point of metric.points) {
      expect(point.bounds).to.deep.equal(SECONDS);
      expect(Number(point.count)).to.equal(point.bucketCounts.reduce((sum, count) => sum + Number(count), 0));
      expect(Number(point.sum)).to.be.greaterThan(0);
    }
    expect(metric.temporality).to.equal('cumulative');
  });

  it('say which requests are open now', async () => {
    const open = new AbortController();
    const hanging = fetch(`${url}/hang`, { signal: open.signal }).catch(() => {});
    const active = (): number => {
      const metric = newest('http.server.active_requests');
      return metric?.kind === 'sum' ? Number(metric.points.find(({ attributes }) => attributes['http.request.method'] === 'GET')?.value) : NaN;
    };
    await sink.waitFor(() => active() === 1);
    open.abort();
    await hanging;
    await sink.waitFor(() => active() === 0);
  });

  it('stay few, whatever methods, paths and hosts a client makes up', async () => {
    for (let i = 0; i < 50; i++) {
      await (await fetch(`${url}/no/such/${i}?q=${i}`)).text();
      await (await fetch(`${url}/users/${i}`, { method: i % 2 === 0 ? 'PROPFIND' : 'MKCOL' })).text();
    }
    // All of 127.0.0.0/8 is loopback: many hosts, and nobody listens on any.
    const [port] = await freePorts(1);
    const hosts = Array.from({ length: 130 }, (_, i) => `http://127.0.1.${i}:${port}/`);
    await Promise.all(hosts.map(async (host) => (await fetch(`${url}/fetch?url=${host}`)).text()));
    await sink.waitFor(() => countOf('http.client.request.duration', { 'server.address': '_OTHER' }) > 0);
    await sink.waitFor(() => countOf('http.server.request.duration', { 'http.request.method': '_OTHER' }) === 50);

    const server = newest('http.server.request.duration');
    const client = newest('http.client.request.duration');
    if (server?.kind !== 'histogram' || client?.kind !== 'histogram') throw new Error('no histograms');
    expect(server.points.length).to.be.lessThan(15);
    expect(new Set(client.points.map(({ attributes }) => attributes['server.address'])).size).to.be.at.most(101);
    const shown = JSON.stringify(server.points.map(({ attributes }) => attributes));
    expect(shown).to.not.match(/no\/such|PROPFIND|MKCOL/);
  });
});
