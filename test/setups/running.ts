import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../../tools/setup/say.mjs';
import { gather, listening } from '../support/child-output.ts';
import type { SetUp } from './set-up.ts';

export interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Where the shop listens, once it has said so. */
  readonly url: () => Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Kills whatever is left of it and of all that it has started. */
  readonly kill: () => void;
}

/** Runs a set-up as a process group of its own, which sends to `endpoint`. `under` is Node, and what it runs under. */
export function run({ args, env = {} }: SetUp, under: readonly [string, ...string[]], endpoint: string, cwd: string = root): Running {
  const [program, ...before] = under;
  const rest = [...before, ...args];
  const child = spawn(program, rest, { cwd, env: environment(endpoint, env), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Awaited<Running['ended']>);
  return {
    child, stdout, stderr, ended,
    url: () => listening(child, stdout, stderr),
    kill: () => killGroup(child),
  };
}

/** The caller's environment less all that would steer telemetry; what there is to tell is told soon. */
function environment(endpoint: string, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    OTEL_SERVICE_NAME: 'shop', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, VIGIL_SEND_LOGS: '1',
    OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_BLRP_SCHEDULE_DELAY: '20', OTEL_METRIC_EXPORT_INTERVAL: '200',
    ...env,
  };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
