import { startReceiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload } from '../../support/service.ts';

const PATHS = ['/plain', '/callback', '/stream', '/boom', '/items/7', '/mounted/deep', '/nowhere'];
const WAYS = ['require', 'general', 'stock'] as const satisfies readonly Preload[];

for (const app of ['express-hooks', 'fastify-hooks']) {
  describe(`the current span, wherever an application has a say (${app})`, () => {
    let hot: Seen;
    let general: Seen;
    let stock: Seen;

    before(async function () {
      this.timeout(60_000);
      [hot, general, stock] = (await Promise.all(WAYS.map((way) => see(app, way)))) as [Seen, Seen, Seen];
    });

    it('is that of its own request everywhere, on both paths', () => {
      expect(hot.seen.filter((line) => !line.endsWith('its own'))).to.deep.equal([]);
      expect(general.seen).to.deep.equal(hot.seen).and.to.have.length.above(20);
    });
    it('is there wherever the stock SDK has one', () => {
      expect(stock.seen.map(withoutSpan)).to.deep.equal(hot.seen.map(withoutSpan));
    });
    it('takes what it is told, on both paths', () => {
      expect(hot.attributes).to.deep.equal(general.attributes).and.to.have.all.keys(...PATHS, '/body');
      for (const [path, attributes] of Object.entries(hot.attributes)) expect(Object.keys(attributes), path).to.have.length.above(0);
    });
    it('takes all that it takes with the stock SDK', () => {
      expect(stock.attributes).to.have.all.keys(...Object.keys(hot.attributes));
      for (const [path, attributes] of Object.entries(stock.attributes)) expect(hot.attributes[path], path).to.include(attributes);
    });
  });
}

interface Seen {
  /** Path, place, and whose span was current. */
  readonly seen: readonly string[];
  /** What the application put on the span of each path. */
  readonly attributes: Readonly<Record<string, Record<string, unknown>>>;
}

const withoutSpan = (line: string): string => line.replace(/: .*/, '');

async function see(app: string, preload: Preload): Promise<Seen> {
  const sink = await startReceiver();
  const stockOnly = preload === 'stock' ? { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http', OTEL_NODE_RESOURCE_DETECTORS: 'env' } : {};
  const service = startService({ app: `../conformance/api/app/${app}.cjs`, preload, endpoint: sink.url, env: { ...stockOnly, OTEL_METRICS_EXPORTER: 'none' } });
  try {
    const url = await service.url();
    for (const [number, path] of PATHS.entries()) await ask(url + path, number);
    await ask(`${url}/body`, PATHS.length, { method: 'POST', body: '{"a":1}' });
    const seen = JSON.parse(await ask(`${url}/seen`, PATHS.length + 1)) as string[];
    await service.stop('SIGUSR2');
    const servers = sink.spans.filter(({ kind, attributes }) => kind === 'server' && attributes['url.path'] !== '/seen');
    const own = servers.map(({ attributes }): [string, Record<string, unknown>] => [String(attributes['url.path']), ofApplication(attributes)]);
    return { seen: seen.toSorted(), attributes: Object.fromEntries(own) };
  } finally {
    await service.stop('SIGKILL');
    await sink.close();
  }
}

async function ask(url: string, number: number, init: RequestInit = {}): Promise<string> {
  const type = init.body === undefined ? {} : { 'content-type': 'application/json' };
  return (await fetch(url, { ...init, headers: { ...type, 'x-number': String(number), connection: 'close' } })).text();
}

function ofApplication(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key.startsWith('app.')));
}
