import { existsSync } from 'node:fs';
import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { OTEL_VARIABLES } from '../../tools/docs/otel-variables.ts';
import { settingsOf } from '../../tools/docs/variables-table.ts';
import { startService, type Service } from '../support/service.ts';

type Env = Readonly<Record<string, string | undefined>>;
interface Run {
  readonly sink: Receiver;
  readonly service: Service;
  /** The headers of the call that the service made of itself while it served. */
  readonly inner: Readonly<Record<string, string>>;
}

/** What each variable does, shown by a whole service. `stay`: the service lives on, so that its end sends nothing. */
interface Case {
  readonly env: Env;
  readonly stay?: true;
  readonly shows: (run: Run) => unknown;
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, baggage: 'user=ann' };
const own = ({ sink }: Run): Receiver['spans'][number] | undefined => sink.spans.find(({ name }) => name === 'own');
const ownLog = ({ sink }: Run): Receiver['logs'][number] | undefined => sink.logs.find(({ body }) => body === 'own');
const duration = ({ sink }: Run): Receiver['metrics'][number] | undefined => sink.metrics.find(({ name }) => name === 'http.server.request.duration');
const keys = (attributes: object | undefined): number => Object.keys(attributes ?? {}).length;

/** Metrics leave every 100 ms, by the service's own clock: after these many the default delays of the other signals, a second, are over. */
const TICKING = { OTEL_METRIC_EXPORT_INTERVAL: '100' };
const TICKS = 25;
async function afterTicks({ sink }: Run): Promise<readonly string[]> {
  const { requests } = sink;
  await sink.waitFor(() => requests.filter(({ signal }) => signal === 'metrics').length >= TICKS, 30_000);
  return [...new Set(requests.map(({ signal }) => signal))].filter((signal) => signal !== 'metrics');
}

const CASES: Readonly<Record<string, Case>> = {
  OTEL_SDK_DISABLED: { env: { OTEL_SDK_DISABLED: 'true' }, shows: ({ sink, service }) => expect([sink.requests.length, service.stderr()]).to.deep.equal([0, '']) },
  OTEL_SERVICE_NAME: { env: { OTEL_SERVICE_NAME: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' }, shows: (run) => expect(own(run)?.resource['service.name']).to.equal('shop') },
  OTEL_RESOURCE_ATTRIBUTES: { env: { OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b' }, shows: (run) => expect(own(run)?.resource['team']).to.equal('a b') },
  OTEL_LOG_LEVEL: { env: { OTEL_LOG_LEVEL: 'debug' }, shows: ({ service }) => expect(service.stderr()).to.match(/^vigil: opentelemetry: .*Registered a global for/m) },
  OTEL_PROPAGATORS: { env: { OTEL_PROPAGATORS: 'b3' }, shows: ({ inner }) => expect([inner['b3']?.length, inner['traceparent']]).to.deep.equal([32 + 1 + 16 + 2, undefined]) },
  OTEL_TRACES_SAMPLER: { env: { OTEL_TRACES_SAMPLER: 'always_off' }, shows: (run) => expect([run.sink.spans.length, duration(run)?.kind]).to.deep.equal([0, 'histogram']) },
  OTEL_TRACES_SAMPLER_ARG: { env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, shows: ({ sink }) => expect(sink.spans).to.deep.equal([]) },
  OTEL_BSP_SCHEDULE_DELAY: { env: { OTEL_BSP_SCHEDULE_DELAY: '600000', ...TICKING }, stay: true, shows: async (run) => expect(await afterTicks(run)).to.deep.equal(['logs']) },
  OTEL_BSP_MAX_QUEUE_SIZE: {
    env: { OTEL_BSP_MAX_QUEUE_SIZE: '1', OTEL_BSP_SCHEDULE_DELAY: '600000' },
    shows: ({ service }) => expect(service.stderr()).to.match(/VIGIL_TELEMETRY_LOST: not delivered before the end: \d spans/),
  },
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: {
    env: { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1', OTEL_BSP_SCHEDULE_DELAY: '600000' },
    shows: ({ sink }) => expect(sink.requests.filter(({ signal }) => signal === 'traces')).to.have.length(5),
  },
  OTEL_BLRP_SCHEDULE_DELAY: { env: { OTEL_BLRP_SCHEDULE_DELAY: '600000', ...TICKING }, stay: true, shows: async (run) => expect(await afterTicks(run)).to.deep.equal(['traces']) },
  OTEL_BLRP_MAX_QUEUE_SIZE: {
    env: { OTEL_BLRP_MAX_QUEUE_SIZE: '1', OTEL_BLRP_SCHEDULE_DELAY: '600000' },
    shows: ({ service }) => expect(service.stderr()).to.include('VIGIL_TELEMETRY_LOST: not delivered before the end: 1 log records'),
  },
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: {
    env: { OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '1', OTEL_BLRP_SCHEDULE_DELAY: '600000' },
    shows: ({ sink }) => expect(sink.requests.filter(({ signal }) => signal === 'logs')).to.have.length(2),
  },
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: {
    env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '9' }, shows: (run) => expect([own(run)?.attributes['key1'], ownLog(run)?.attributes['key1']]).to.deep.equal(['x'.repeat(9), 'y'.repeat(9)]),
  },
  OTEL_ATTRIBUTE_COUNT_LIMIT: { env: { OTEL_ATTRIBUTE_COUNT_LIMIT: '2' }, shows: (run) => expect([keys(own(run)?.attributes), keys(ownLog(run)?.attributes)]).to.deep.equal([2, 2]) },
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: { env: { OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '9' }, shows: (run) => expect(own(run)?.attributes['key1']).to.equal('x'.repeat(9)) },
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: { env: { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1' }, shows: (run) => expect(keys(own(run)?.attributes)).to.equal(1) },
  OTEL_SPAN_EVENT_COUNT_LIMIT: { env: { OTEL_SPAN_EVENT_COUNT_LIMIT: '2' }, shows: (run) => expect(own(run)?.events).to.have.length(2) },
  OTEL_SPAN_LINK_COUNT_LIMIT: { env: { OTEL_SPAN_LINK_COUNT_LIMIT: '2' }, shows: (run) => expect(own(run)?.links).to.have.length(2) },
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: { env: { OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '2' }, shows: (run) => expect(keys(own(run)?.events[0]?.attributes)).to.equal(2) },
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: { env: { OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '2' }, shows: (run) => expect(keys(own(run)?.links[0]?.attributes)).to.equal(2) },
  OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: { env: { OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '9' }, shows: (run) => expect(ownLog(run)?.attributes['key1']).to.equal('y'.repeat(9)) },
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: { env: { OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '1' }, shows: (run) => expect(keys(ownLog(run)?.attributes)).to.equal(1) },
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: {
    env: { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' },
    shows: (run) => {
      const active = run.sink.metrics.find(({ name }) => name === 'http.server.active_requests');
      expect([temporality(duration(run)), temporality(active)]).to.deep.equal(['delta', 'cumulative']);
    },
  },
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: {
    env: { OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram' }, shows: (run) => expect(duration(run)?.kind).to.equal('exponentialHistogram'),
  },
  OTEL_TRACES_EXPORTER: {
    env: { OTEL_TRACES_EXPORTER: 'console,otlp' },
    shows: (run) => expect([run.sink.spans.length, run.service.stdout().match(/name: 'GET'/g)?.length]).to.deep.equal([5, 3]),
  },
  OTEL_METRICS_EXPORTER: {
    env: { OTEL_METRICS_EXPORTER: 'console' }, shows: (run) => expect([duration(run), /name: 'http.server.request.duration'/.test(run.service.stdout())]).to.deep.equal([undefined, true]),
  },
  OTEL_LOGS_EXPORTER: { env: { OTEL_LOGS_EXPORTER: 'console' }, shows: (run) => expect([ownLog(run), /body: 'own'/.test(run.service.stdout())]).to.deep.equal([undefined, true]) },
  OTEL_METRIC_EXPORT_INTERVAL: { env: { OTEL_METRIC_EXPORT_INTERVAL: '50' }, stay: true, shows: (run) => run.sink.waitFor(() => duration(run), 30_000) },
};

/** Shown where a server that misbehaves, or a peer, stands ready. */
const ELSEWHERE: readonly (readonly [names: RegExp, ...files: string[]])[] = [
  [/^OTEL_EXPORTER_OTLP_(?!METRICS_TEMPORALITY|METRICS_DEFAULT)/, '../../packages/node/src/config/export-targets.test.ts', 'export.test.ts'],
  [/^OTEL_(BSP|BLRP|METRIC)_EXPORT_TIMEOUT$/, '../../packages/node/src/config/export-targets.test.ts'],
  [/^OTEL_CONFIG_FILE$/, 'config-file.test.ts'],
  [/^OTEL_NODE_(ENABLED|DISABLED)_INSTRUMENTATIONS$/, 'databases.test.ts'],
];

function temporality(metric: Receiver['metrics'][number] | undefined): unknown {
  return (metric as { temporality?: unknown } | undefined)?.temporality;
}

describe("the specification's variables, each by a whole service", function () {
  this.timeout(60_000);
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());
  beforeEach(() => sink.clear());

  async function run(env: Env, stay: boolean, shows: Case['shows']): Promise<void> {
    const service = startService({ app: 'variables.cjs', endpoint: sink.url, env: { VIGIL_EXIT_DEADLINE: '30000', ...(stay ? { STAY: '1' } : {}), ...env } });
    try {
      if (!stay) await service.ended;
      const inner = JSON.parse(/^INNER (.*)$/m.exec(service.stdout())?.[1] ?? '{}') as Run['inner'];
      await shows({ sink, service, inner });
    } finally {
      await service.stop();
    }
  }

  it('are all shown, here or where it says', () => {
    const honoured = Object.values(OTEL_VARIABLES).flat().filter((name) => settingsOf(name).length > 0 && !ELSEWHERE.some(([names]) => names.test(name)));
    expect(Object.keys(CASES)).to.have.members(honoured);
    for (const file of ELSEWHERE.flatMap(([, ...files]) => files)) expect(existsSync(new URL(file, import.meta.url)), file).to.equal(true);
  });

  for (const [variable, { env, stay = false, shows }] of Object.entries(CASES)) {
    it(variable, () => run(env, stay, shows));
  }

  describe('OTEL_PROPAGATORS', () => {
    const rows: readonly (readonly [value: string, has: Readonly<Record<string, RegExp>>, hasNot: readonly string[]])[] = [
      ['tracecontext,baggage', { traceparent: new RegExp(`^00-${TRACE}-`), baggage: /^user=ann$/ }, ['b3', 'uber-trace-id']],
      ['tracecontext', { traceparent: new RegExp(`^00-${TRACE}-`) }, ['baggage']],
      ['baggage', { baggage: /^user=ann$/ }, ['traceparent']],
      ['b3,tracecontext', { b3: new RegExp(`^${TRACE}-[0-9a-f]{16}-1$`), traceparent: new RegExp(`^00-${TRACE}-`) }, ['baggage']],
      ['b3multi,tracecontext', { 'x-b3-traceid': new RegExp(`^${TRACE}$`), 'x-b3-sampled': /^1$/ }, ['b3']],
      ['jaeger,tracecontext', { 'uber-trace-id': new RegExp(`^${TRACE}:[0-9a-f]{16}:0:01$`) }, ['b3']],
      ['xray,tracecontext', { 'x-amzn-trace-id': /^Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=[0-9a-f]{16};Sampled=1$/ }, ['b3']],
      ['none', {}, ['traceparent', 'baggage']],
    ];
    for (const [value, has, hasNot] of rows) {
      it(`${value} sends what it says, and nothing else`, () => run({ OTEL_PROPAGATORS: value, HEADERS: JSON.stringify(PARENT) }, false, ({ inner, sink: { spans } }) => {
        for (const [name, pattern] of Object.entries(has)) expect(inner[name], name).to.match(pattern);
        for (const name of hasNot) expect(inner[name], name).to.equal(undefined);
        const taken = spans.some(({ traceId }) => traceId === TRACE);
        expect(taken).to.equal(value.includes('tracecontext'));
      }));
    }

    it('names the package of one that is not installed, and goes on with the others', () => run(
      { OTEL_PROPAGATORS: 'ottrace,tracecontext', HEADERS: JSON.stringify(PARENT) }, false, ({ inner, service }) => {
        expect(service.stderr()).to.include('VIGIL_PEER_MISSING: the propagator ottrace needs the package @opentelemetry/propagator-ot-trace, which is not installed.');
        expect(inner['traceparent']).to.match(new RegExp(`^00-${TRACE}-`));
      },
    ));
  });
});
