/** One way to run the application. A new contender is one entry here, with a version that npm can install. */
export interface Setup {
  name: string;
  /** What it is and how it is set up, for docs/benchmarks.md. */
  about: string;
  /** What a user installs, by exact version; `@vigil/*` are packed from the workspace. */
  installs: readonly string[];
  /** What Node is told to preload: by `--require` for CommonJS and `--import` for ES modules, unless `told` says otherwise. */
  preload?: string;
  told?: Partial<Told>;
  /** `sink` is where it may send: a port on loopback that belongs to this one process. */
  env?: (sink: string) => Record<string, string>;
  /** Whether it sends `http.server.request.duration` by default: then every request must be in it. */
  countsDurations?: boolean;
  /** Why the spans of a route (or of all) are not due, by its name: it was made not to send them. */
  silent?: Readonly<Record<string, string>>;
  /** Takes part in fewer slices: what it adds is far above the noise, and its slices take long. */
  dear?: boolean;
}

/** What stands before the application on Node's command line. */
export interface Told {
  cjs: readonly string[];
  esm: readonly string[];
}

export type ModuleKind = keyof Told;

const OTEL_LOADER = ['--experimental-loader', '@opentelemetry/instrumentation/hook.mjs'];
/** Their default detectors ask the metadata addresses of clouds; the bench sends on loopback only. */
const NO_CLOUD = { OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance' };
/** With its own 2048 the SDK's processor drops spans of a saturated Express, and a row with losses cannot be compared. */
const LONG_QUEUE = { OTEL_BSP_MAX_QUEUE_SIZE: '65536' };

/** The first is the base of every difference and ratio. */
export const setups: readonly Setup[] = [
  { name: 'bare', about: 'no telemetry', installs: [] },
  {
    name: 'vigil',
    about: '`@vigil/node/register`',
    installs: ['@vigil/node', '@opentelemetry/api@1.10.0'],
    preload: '@vigil/node/register',
    countsDurations: true,
  },
  {
    name: 'stock',
    about: '`@opentelemetry/auto-instrumentations-node/register` with all its instrumentations; cloud detectors off, span queue of 65536',
    installs: ['@opentelemetry/auto-instrumentations-node@0.82.0', '@opentelemetry/api@1.10.0'],
    preload: '@opentelemetry/auto-instrumentations-node/register',
    told: { esm: [...OTEL_LOADER, '--import', '@opentelemetry/auto-instrumentations-node/register'] },
    env: () => ({ ...NO_CLOUD, ...LONG_QUEUE }),
    countsDurations: true,
    dear: true,
  },
  {
    name: 'edot',
    about: 'Elastic\'s distribution; cloud detectors off, span queue of 65536',
    installs: ['@elastic/opentelemetry-node@1.18.0'],
    preload: '@elastic/opentelemetry-node',
    env: () => ({ ...NO_CLOUD, ...LONG_QUEUE }),
    countsDurations: true,
    dear: true,
  },
  {
    name: 'splunk',
    about: 'Splunk\'s distribution, which sends traces only unless told; span queue of 65536. 4.11.0 could not be installed whole here',
    installs: ['@splunk/otel@4.7.2'],
    preload: '@splunk/otel/instrument',
    told: { esm: [...OTEL_LOADER, '--import', '@splunk/otel/instrument.js'] },
    env: () => ({ ...NO_CLOUD, ...LONG_QUEUE }),
    dear: true,
  },
  {
    name: 'sentry',
    about:
      '`Sentry.init` with `tracesSampleRate: 1`; a transaction is sent when its request ends (`traceLifecycle: \'static\'`), because the ' +
      'default holds each for five seconds, longer than a slice; transport buffer of 65536, because with its own 64 it drops nearly all; ' +
      'no error handler added to Express. 11.12.0 could not be installed whole here',
    installs: ['@sentry/node@11.11.0'],
    preload: './apps/sentry.mjs',
    told: { cjs: ['--import', './apps/sentry.mjs'] },
    env: (sink) => ({ BENCH_SENTRY_DSN: `${sink.replace('//', '//key@')}/1` }),
    silent: { notFound: 'it drops 404s by default' },
    dear: true,
  },
  {
    name: 'dd-trace',
    about: '`dd-trace/init`; its telemetry, remote configuration and crash reports off, spans every 500 ms',
    installs: ['dd-trace@6.21.0'],
    preload: 'dd-trace/init',
    told: { esm: ['--import', 'dd-trace/initialize.mjs'] },
    env: (sink) => ({
      DD_TRACE_AGENT_URL: sink,
      DD_SERVICE: 'bench',
      DD_TRACE_FLUSH_INTERVAL: '500',
      DD_TRACE_STARTUP_LOGS: 'false',
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_CRASHTRACKING_ENABLED: 'false',
    }),
    dear: true,
  },
  {
    name: 'zen',
    about: 'Aikido\'s firewall, blocking, without a token: it protects and reports to nobody',
    installs: ['@aikidosec/firewall@1.8.36'],
    preload: '@aikidosec/firewall/instrument',
    told: { esm: ['--require', '@aikidosec/firewall/instrument'] },
    env: (sink) => ({ AIKIDO_BLOCK: 'true', AIKIDO_ENDPOINT: sink, AIKIDO_REALTIME_ENDPOINT: sink }),
    silent: { '*': 'it makes no spans' },
    dear: true,
  },
];

/** What Node is told for an application of this kind. */
export function toldBy(setup: Setup, kind: ModuleKind): readonly string[] {
  if (setup.preload === undefined) return [];
  return setup.told?.[kind] ?? [kind === 'cjs' ? '--require' : '--import', setup.preload];
}

/** Why no span is due from a set-up on a route; undefined where they are. */
export function whySilent(setup: Setup, route: string): string | undefined {
  if (setup.preload === undefined) return 'none due';
  return setup.silent?.[route] ?? setup.silent?.['*'];
}

/** The frameworks: each has its application in `apps/`. */
export const frameworks: readonly string[] = ['express', 'fastify'];
