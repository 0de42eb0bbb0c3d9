import { spawn, type ChildProcess } from 'node:child_process';

/** What a child is started with. `limit` and `grace` are milliseconds. */
export interface Supervision {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limit: number;
  /** Its screen is not shown. */
  readonly quiet?: boolean;
  /** How long it may live on after a message for which `isLast` holds. */
  readonly grace?: number;
  readonly isLast?: (message: unknown) => boolean;
}

/** How a child ended: by itself, because its time was up, or because it did not end after its last message. */
export interface Ending {
  readonly code: number | null;
  readonly ended: 'by itself' | 'out of time' | 'not by itself';
  readonly messages: readonly unknown[];
}

/**
 * Runs a child to its end, in a process group of its own: what it started ends with it, whether it ended well, hung, or the
 * person pressed Ctrl-C.
 */
export async function supervised(file: string, args: readonly string[], supervision: Supervision): Promise<Ending> {
  const { cwd, env, limit, quiet, grace = limit, isLast } = supervision;
  const screen = quiet ? 'ignore' : 'inherit';
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', screen, screen, 'ipc'] });
  const messages: unknown[] = [];
  let ended: Ending['ended'] = 'by itself';
  const end = (how: Ending['ended']): void => {
    ended = how;
    killGroup(child, 'SIGKILL');
  };
  let clock = setTimeout(end, limit, 'out of time');
  child.on('message', (message) => {
    messages.push(message);
    if (!isLast?.(message)) return;
    clearTimeout(clock);
    clock = setTimeout(end, grace, 'not by itself');
  });
  const release = endWithUs(child);
  try {
    return { code: await codeOf(child), ended, messages };
  } finally {
    clearTimeout(clock);
    release();
    killGroup(child, 'SIGKILL');
  }
}

function codeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

// A group of its own does not hear the terminal's Ctrl-C.
function endWithUs(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listener = (signal: NodeJS.Signals): never => {
    killGroup(child, 'SIGTERM');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => signals.forEach((signal) => process.off(signal, listener));
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
