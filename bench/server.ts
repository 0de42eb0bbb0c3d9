import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.ts';
import type { Load, Outcome } from './load.ts';
import { toldBy, type ModuleKind, type Setup } from './setups.ts';
import type { Arrivals } from './sink.ts';

/** What a measured process has used since it began. */
export interface Usage {
  cpuUs: number;
  rssMb: number;
  modules: number | null;
}

/** How late its event loop was, sampled every millisecond, which is part of each figure. */
export interface LoopDelay {
  meanMs: number;
  p99Ms: number;
  maxMs: number;
}

type Question = 'usage' | 'watch' | 'delay';

/** The processes around the measured ones. */
export interface Surroundings {
  upstreamPort: number;
  sink: Child<string, Arrivals>;
  load: Child<Load, Outcome>;
  /** Between two exports of the histogram. */
  metricsEveryMs: number;
}

/** One measured application, running. */
export interface Server {
  setup: Setup;
  startCpuMs: number;
  usage(): Promise<Usage>;
  /** Begins to watch how late the event loop is. */
  watch(): Promise<void>;
  /** Ends that, and says what was seen. */
  delay(): Promise<LoopDelay>;
  /** What came from it to the sink so far. */
  arrivals(): Promise<Arrivals>;
  send(load: Omit<Load, 'port'>): Promise<Outcome>;
  /** All the requests sent to it so far. */
  sent(): number;
  end(): Promise<void>;
}

/** Where and how an application is started. */
export interface Start {
  /** The folder with its `apps` and what they need; the repository unless said. */
  place?: string;
  kind?: ModuleKind;
  countModules?: boolean;
}

/** How long spans may wait for their batch: part of every measured slice, so it is short. */
export const BATCH_DELAY_MS = 500;
// What is put off until after `listen` is start-up all the same.
const START_ENDS_AFTER_LISTEN_MS = 500;

const root = fileURLToPath(new URL('..', import.meta.url));
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export async function startSurroundings(metricsEveryMs: number): Promise<Surroundings> {
  const options = { cwd: root, env: cleanEnvironment() };
  const sink = await startChild<{ upstreamPort: number }, string, Arrivals>([here('sink.ts')], options);
  const load = await startChild<string, Load, Outcome>([here('load.ts')], options);
  return { ...sink.hello, sink: sink.child, load: load.child, metricsEveryMs };
}

/** Starts `apps/<framework>` under a set-up; `account` is its name at the sink. */
export async function startServer(
  framework: string,
  setup: Setup,
  account: string,
  around: Surroundings,
  { place = here('.'), kind = 'cjs', countModules = false }: Start = {},
): Promise<Server> {
  const counting = countModules ? ['--require', './apps/count-modules.cjs'] : [];
  const args = [...counting, ...toldBy(setup, kind), `./apps/${framework}.${kind === 'cjs' ? 'cjs' : 'mjs'}`];
  const { port } = await around.sink.ask(account);
  const env = { ...cleanEnvironment(), ...telemetryEnvironment(port, around), ...setup.env?.(`http://127.0.0.1:${port}`) };
  const { hello, child } = await startChild<{ port: number }, Question, unknown>(args, { cwd: place, env });
  await sleep(START_ENDS_AFTER_LISTEN_MS);
  const usage = (): Promise<Usage> => child.ask('usage') as Promise<Usage>;
  return {
    setup,
    startCpuMs: (await usage()).cpuUs / 1000,
    usage,
    watch: () => child.ask('watch').then(() => {}),
    delay: () => child.ask('delay') as Promise<LoopDelay>,
    arrivals: () => around.sink.ask(account),
    ...loaded(around, hello.port),
    end: () => child.end(),
  };
}

function loaded(around: Surroundings, port: number): Pick<Server, 'send' | 'sent'> {
  let sent = 0;
  return {
    sent: () => sent,
    send: async (load) => {
      const outcome = await around.load.ask({ ...load, port });
      sent += outcome.requests;
      return outcome;
    },
  };
}

/** The same for every set-up that sends OTLP. */
function telemetryEnvironment(port: number, { upstreamPort, metricsEveryMs }: Surroundings): Record<string, string> {
  return {
    NODE_ENV: 'production',
    BENCH_UPSTREAM: `http://127.0.0.1:${upstreamPort}/`,
    OTEL_SERVICE_NAME: 'bench',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_BSP_SCHEDULE_DELAY: String(BATCH_DELAY_MS),
    OTEL_BLRP_SCHEDULE_DELAY: String(BATCH_DELAY_MS),
    OTEL_METRIC_EXPORT_INTERVAL: String(metricsEveryMs),
    OTEL_METRIC_EXPORT_TIMEOUT: String(metricsEveryMs),
  };
}

/** What the caller's own shell says about telemetry or Node must not change what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_|BENCH_|DD_|SENTRY_|SPLUNK_|ELASTIC_|AIKIDO_)/.test(name)));
}
