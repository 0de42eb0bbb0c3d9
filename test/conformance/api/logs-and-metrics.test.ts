import { startReceiver, type ReceivedLog, type ReceivedMetric } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload } from '../../support/service.ts';

const PARENT = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';

const LIMITS: Readonly<Record<string, Record<string, string>>> = {
  'nothing set': {},
  'few and short attributes': { OTEL_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '7' },
  'few and short attributes of log records': {
    OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '3', OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '9', OTEL_ATTRIBUTE_COUNT_LIMIT: '500', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '5000',
  },
  'many attributes of log records': { OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '500' },
};

for (const [name, env] of Object.entries(LIMITS)) {
  describe(`logs and metrics of the application with ${name}`, () => {
    let vigil: Sent;
    let stock: Sent;

    before(async function () {
      this.timeout(60_000);
      [vigil, stock] = await Promise.all([send('require', env), send('stock', env)]);
    });

    it('are the same log records as with the stock SDK, each in its trace', () => {
      expect([vigil.logs.length, stock.logs.length]).to.deep.equal([24, 24]);
      for (const [i, log] of vigil.logs.entries()) expect(log, JSON.stringify(log['body']).slice(0, 40)).to.deep.equal(stock.logs[i]);
    });

    it('are the same metrics as with the stock SDK', () => {
      expect(Object.keys(vigil.metrics)).to.have.length(8);
      expect(vigil.metrics).to.deep.equal(stock.metrics);
    });
  });
}

interface Sent {
  readonly logs: readonly Record<string, unknown>[];
  readonly metrics: Readonly<Record<string, unknown>>;
}

async function send(preload: Preload, env: Record<string, string>): Promise<Sent> {
  const sink = await startReceiver();
  const stockOnly = preload === 'stock' ? { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http', OTEL_NODE_RESOURCE_DETECTORS: 'env', OTEL_LOGS_EXPORTER: 'otlp' } : {};
  const service = startService({ app: '../conformance/api/app/log-app.cjs', preload, endpoint: sink.url, env: { ...env, ...stockOnly } });
  try {
    const url = await service.url();
    for (const flags of ['01', '00']) await (await fetch(url, { headers: { connection: 'close', traceparent: `00-${PARENT}-${flags}` } })).text();
    await service.stop('SIGUSR2');
    const own = sink.metrics.filter(({ scope }) => scope.name === 'of the application');
    return {
      logs: sink.logs.filter(({ scope }) => scope.name === 'of the application').map(shownLog),
      metrics: Object.fromEntries(own.map((metric) => [metric.name, shownMetric(metric)])),
    };
  } finally {
    await service.stop('SIGKILL');
    await sink.close();
  }
}

function shownLog({ time, observedTime, resource: _resource, spanId, attributes, ...log }: ReceivedLog): Record<string, unknown> {
  const when = (nanoseconds: bigint): unknown => (nanoseconds < 1_700_000_001_000_000_000n ? nanoseconds : 'now');
  const { 'exception.stacktrace': stack, ...shown } = attributes;
  return { ...log, attributes: shown, stack: typeof stack, spanId: spanId.length, time: when(time), observedTime: when(observedTime) };
}

/** All of a metric but its times. */
function shownMetric({ resource: _resource, points, ...metric }: ReceivedMetric): unknown {
  const shown = points.map(({ startTime: _start, time: _time, ...point }) => JSON.stringify(point));
  return { ...metric, points: shown.toSorted() };
}
