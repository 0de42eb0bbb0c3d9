import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gather, listening } from './child-output.ts';

export type Preload = 'require' | 'import' | 'none' | 'general' | 'sdk' | 'stock';

export interface ServiceOptions {
  /** A file below test/apps, or code for `--eval`. */
  readonly app: string;
  /**
   * How Vigil gets in; `none` leaves it to the application; `general` starts it with a span processor, so that it takes no
   * short cuts; `sdk` is its preset in a `NodeSDK` of the application's; `stock` is OpenTelemetry's own preset in Vigil's place. Default `require`.
   */
  readonly preload?: Preload;
  /** Where its telemetry goes. */
  readonly endpoint?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly nodeArgs?: readonly string[];
  readonly cwd?: string;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Service {
  readonly child: ChildProcess;
  /** Where it listens, once it has said so. */
  url(): Promise<string>;
  stdout(): string;
  stderr(): string;
  /** Resolves when it has ended by itself or by what the test did. */
  readonly ended: Promise<Ended>;
  /** Ends it by a signal (default SIGTERM) and waits; kills it after ten seconds. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export const appsFolder: string = fileURLToPath(new URL('../apps/', import.meta.url));
const REGISTER = '@vigil/node/register';
const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Starts an application as a real process, with Vigil's built package preloaded. */
export function startService({ app, preload = 'require', endpoint, env = {}, nodeArgs = [], cwd = repository }: ServiceOptions): Service {
  const isFile = /\.[cm]?[jt]s$/.test(app);
  const args = [
    ...preloading(preload, cwd),
    ...nodeArgs,
    ...(isFile ? [appsFolder + app] : ['--eval', app]),
  ];
  const child = spawn(process.execPath, args, { cwd, env: environment(endpoint, env), stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = gather(child.stdout);
  const stderr = gather(child.stderr);
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Ended);
  return {
    child, stdout, stderr, ended,
    url: () => listening(child, stdout, stderr),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      return ended.finally(() => clearTimeout(patience));
    },
  };
}

function preloading(preload: Preload, cwd: string): string[] {
  if (preload === 'none') return [];
  if (preload === 'general' || preload === 'sdk') return ['--require', `${appsFolder}${preload}.cjs`];
  if (preload === 'stock') return ['--require', '@opentelemetry/auto-instrumentations-node/register'];
  return [`--${preload}`, cwd === repository ? REGISTER : fileURLToPath(import.meta.resolve(REGISTER))];
}

/** The caller's environment less all that would steer telemetry, plus what the test wants; quick batches. */
function environment(endpoint: string | undefined, env: ServiceOptions['env']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_OPTIONS|NODE_V8_COVERAGE)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    OTEL_SERVICE_NAME: 'under-test',
    OTEL_BSP_SCHEDULE_DELAY: '20',
    OTEL_BLRP_SCHEDULE_DELAY: '20',
    // A port that nobody listens on, so that no test ever sends to a stranger.
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint ?? 'http://127.0.0.1:9',
    ...env,
  };
}
