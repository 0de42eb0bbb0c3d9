import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.ts';
import type { Load, Outcome } from './load.ts';
import type { Setup } from './setups.ts';
import type { Arrivals } from './sink.ts';

/** What a measured process has used since it began. */
export interface Usage {
  cpuUs: number;
  rssMb: number;
  modules: number | null;
}

/** The processes around the measured ones. */
export interface Surroundings {
  sinkPort: number;
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
  /** What came from it to the sink so far. */
  arrivals(): Promise<Arrivals>;
  send(load: Omit<Load, 'port'>): Promise<Outcome>;
  /** All the requests sent to it so far. */
  sent(): number;
  end(): Promise<void>;
}

/** How long spans may wait for their batch: part of every measured slice, so it is short. */
export const BATCH_DELAY_MS = 500;
// What is put off until after `listen` is start-up all the same.
const START_ENDS_AFTER_LISTEN_MS = 500;

const root = fileURLToPath(new URL('..', import.meta.url));
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export async function startSurroundings(metricsEveryMs: number): Promise<Surroundings> {
  const options = { cwd: root, env: cleanEnvironment() };
  const sink = await startChild<{ port: number }, string, Arrivals>([here('sink.ts')], options);
  const load = await startChild<string, Load, Outcome>([here('load.ts')], options);
  return { sinkPort: sink.hello.port, sink: sink.child, load: load.child, metricsEveryMs };
}

/** Starts `apps/<framework>.cjs` under a set-up; `account` is its name at the sink. */
export async function startServer(
  framework: string,
  setup: Setup,
  account: string,
  around: Surroundings,
  countModules = false,
): Promise<Server> {
  const preloads = [countModules ? here('apps/count-modules.cjs') : '', setup.preload ?? ''].filter(Boolean);
  const args = [...preloads.flatMap((preload) => ['--require', preload]), here(`apps/${framework}.cjs`)];
  const env = { ...cleanEnvironment(), ...telemetryEnvironment(account, around), ...setup.env };
  const { hello, child } = await startChild<{ port: number }, string, Usage>(args, { cwd: root, env });
  await sleep(START_ENDS_AFTER_LISTEN_MS);
  let sent = 0;
  const usage = (): Promise<Usage> => child.ask('usage');
  return {
    setup,
    startCpuMs: (await usage()).cpuUs / 1000,
    usage,
    arrivals: () => around.sink.ask(account),
    sent: () => sent,
    send: async (load) => {
      const outcome = await around.load.ask({ ...load, port: hello.port });
      sent += outcome.requests;
      return outcome;
    },
    end: () => child.end(),
  };
}

/** The same for every set-up that sends anything. */
function telemetryEnvironment(account: string, around: Surroundings): Record<string, string> {
  const sink = `http://127.0.0.1:${around.sinkPort}`;
  return {
    NODE_ENV: 'production',
    BENCH_UPSTREAM: `${sink}/upstream`,
    OTEL_SERVICE_NAME: 'bench',
    OTEL_EXPORTER_OTLP_ENDPOINT: `${sink}/${account}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_BSP_SCHEDULE_DELAY: String(BATCH_DELAY_MS),
    OTEL_BLRP_SCHEDULE_DELAY: String(BATCH_DELAY_MS),
    OTEL_METRIC_EXPORT_INTERVAL: String(around.metricsEveryMs),
    OTEL_METRIC_EXPORT_TIMEOUT: String(around.metricsEveryMs),
  };
}

/** What the caller's own shell says about telemetry or Node must not change what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_|BENCH_)/.test(name)));
}
