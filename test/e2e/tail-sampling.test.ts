import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Service, type ServiceOptions } from '../support/service.ts';

/** Nothing by ratio, and nothing slow, unless a test says so. */
const ERRORS_ONLY = { VIGIL_TAIL_RATIO: '0', VIGIL_TAIL_SLOW: '60000' };

describe('the tail sampler in real services', function () {
  this.timeout(60_000);
  let sink: Receiver;
  const services: Service[] = [];

  before(async () => { sink = await startReceiver(); });
  beforeEach(() => sink.clear());
  afterEach(async () => { for (const service of services.splice(0)) await service.stop(); });
  after(() => sink.close());

  function serve(app: string, env: ServiceOptions['env'], endpoint = sink.url): Service {
    const service = startService({ app, endpoint, env: { ...ERRORS_ONLY, OTEL_SERVICE_NAME: app, ...env } });
    services.push(service);
    return service;
  }

  async function ask(service: Service, path: string): Promise<number> {
    const response = await fetch(await service.url() + path);
    await response.text();
    return response.status;
  }

  /** Ends all services, so that everything that will ever arrive has. */
  async function told(): Promise<string[]> {
    for (const service of services) await service.stop();
    return sink.spans.map(({ resource, kind, attributes }) => `${resource['service.name']} ${kind} ${attributes['url.path'] ?? attributes['url.full']}`);
  }

  for (const app of ['express.cjs', 'fastify.mjs', 'http.mjs']) {
    it(`sends the failed request of ${app} and not the good ones, and counts all of them`, async () => {
      const service = serve(app, {});
      for (const path of ['/plain', '/boom', '/plain', '/users/7']) await ask(service, path);
      expect(await told()).to.deep.equal([`${app} server /boom`]);
      const durations = sink.metrics.findLast(({ name }) => name === 'http.server.request.duration')?.points ?? [];
      expect(durations.reduce((sum, point) => sum + Number((point as { count?: number }).count), 0)).to.equal(4);
      const decisions = sink.metrics.findLast(({ name }) => name === 'vigil.sampling.traces')?.points ?? [];
      expect(Object.fromEntries(decisions.map((point) => [point.attributes['vigil.sampling.decision'], (point as { value?: unknown }).value])))
        .to.deep.equal({ error: 1, dropped: 3 });
    });
  }

  it('keeps a trace whole across services: the caller for the failed call, the called for its caller', async () => {
    const back = serve('fastify.cjs', {});
    const front = serve('express.cjs', {});
    const url = await back.url();
    await ask(front, `/fetch?url=${url}/boom`);
    expect((await told()).toSorted()).to.deep.equal([`express.cjs client ${url}/boom`, 'express.cjs server /fetch', 'fastify.cjs server /boom']);
    expect(new Set(sink.spans.map(({ traceId }) => traceId)).size).to.equal(1);
  });

  it('keeps at the called side what its caller has sampled, unless it is told to judge for itself', async () => {
    const [keeping, judging] = [serve('fastify.cjs', {}), serve('http.cjs', { VIGIL_TAIL_REMOTE: 'judge' })];
    const front = serve('express.cjs', {});
    for (const back of [keeping, judging]) await ask(front, `/fetch?url=${await back.url()}/plain`);
    expect(await told()).to.deep.equal(['fastify.cjs server /plain']);
  });

  it('keeps slow requests', async () => {
    const service = serve('express.cjs', { VIGIL_TAIL_SLOW: '2' });
    await ask(service, '/ids');
    expect(await told()).to.deep.equal(['express.cjs server /ids']);
  });

  it('keeps all with a ratio of one', async () => {
    const service = serve('express.cjs', { VIGIL_TAIL_RATIO: '1' });
    await ask(service, '/plain');
    expect(await told()).to.deep.equal(['express.cjs server /plain']);
  });

  it('keeps a trace that the application marks, with spans of its own', async () => {
    const service = serve(`const { trace } = require('@opentelemetry/api'); const tracer = trace.getTracer('own');
      tracer.startActiveSpan('dull', (span) => span.end());
      tracer.startActiveSpan('marked', (span) => { tracer.startSpan('child').end(); span.setAttribute('vigil.keep', true).end(); });`, { OTEL_SERVICE_NAME: 'own' });
    await service.ended;
    expect(sink.spans.map(({ name }) => name)).to.deep.equal(['child', 'marked']);
  });

  it('gives up the oldest when there is no room, says so once, and counts them at the end', async () => {
    const service = serve('express.cjs', { VIGIL_TAIL_MAX_SPANS: '2' });
    const away = new AbortController();
    const url = await service.url();
    const open = Array.from({ length: 5 }, () => fetch(`${url}/hang`, { signal: away.signal }).catch(() => {}));
    while (!service.stderr().includes('VIGIL_TAIL_FULL')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await ask(service, '/plain')).to.equal(200);
    away.abort();
    await Promise.all(open);
    await service.stop();
    expect(service.stderr().match(/VIGIL_TAIL_FULL: /g)).to.have.length(1);
    expect(service.stderr()).to.match(/VIGIL_TAIL_EVICTED: the tail sampler had no room for [3-9] traces with 0 spans/);
  });
});
