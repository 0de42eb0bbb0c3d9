import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService } from '../../support/service.ts';

const PATHS = ['span/an error', 'span/another name', 'span/an early end', 'span/a link', 'end/of the response'];
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-';

describe("the application's own span processors and exporters", () => {
  let sink: Receiver;
  let vigil: unknown[][];
  let stock: unknown[][];

  before(async function () {
    this.timeout(60_000);
    sink = await startReceiver();
    [vigil, stock] = (await Promise.all(['vigil', 'stock'].map((way) => seenBy(way, sink.url)))) as [unknown[][], unknown[][]];
  });
  after(() => sink.close());

  const of = (all: unknown[][], ...kinds: string[]): unknown[][] => all.filter(([kind]) => kinds.includes(String(kind)));

  it('see each span start, and may put something on it', () => {
    expect(of(vigil, 'start')).to.deep.equal(of(stock, 'start')).and.to.have.length(PATHS.length * 4 - 2);
  });
  it('see the same span while it ends, and may put a last thing on it', () => expect(of(vigil, 'ending')).to.deep.equal(of(stock, 'ending')).and.to.have.length.above(PATHS.length));
  it('see the same span when it has ended, as a readable one', () => expect(of(vigil, 'end')).to.deep.equal(of(stock, 'end')).and.to.have.length.above(PATHS.length));
  it('export the same spans, as readable ones', () => {
    expect(of(vigil, 'exported')).to.deep.equal(of(stock, 'exported')).and.to.have.length.above(PATHS.length);
  });
  it('see all of it in the same order', () => {
    const order = (all: unknown[][]): unknown[] => of(all, 'start', 'ending', 'end', 'exported').map(([kind]) => kind);
    expect(order(vigil)).to.deep.equal(order(stock));
  });
  it('leave what they put on a span to the export behind them', async () => {
    const spans = await sink.waitFor((received) => received.spans.length >= of(vigil, 'end').length && received.spans);
    for (const { attributes } of spans) {
      expect(attributes).to.include({ 'app.by.processor': 'at its start', 'app.at.last': 'at its ending' });
      expect(attributes).to.not.have.property('app.too.late');
    }
  });
});

async function seenBy(way: string, endpoint: string): Promise<unknown[][]> {
  const env = { WAY: way, OTEL_NODE_RESOURCE_DETECTORS: 'env', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const service = startService({
    app: '../conformance/api/app/app.cjs', preload: 'none', endpoint, env, nodeArgs: ['--require', './test/conformance/api/app/processors.cjs'],
  });
  const url = await service.url();
  for (const flags of ['', '01', '00']) {
    for (const path of PATHS) {
      const headers: Record<string, string> = flags === '' ? {} : { traceparent: PARENT + flags };
      await (await fetch(`${url}/${encodeURIComponent(path).replace('%2F', '/')}`, { headers: { ...headers, connection: 'close' } })).text();
    }
  }
  await service.stop('SIGUSR2');
  return JSON.parse(/^SEEN (.*)$/m.exec(service.stdout())?.[1] ?? '[]') as unknown[][];
}
