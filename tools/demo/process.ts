import { spawn } from 'node:child_process';
import { once } from 'node:events';

const keptLines = 12;
const patience = 5000;

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A child process of the demo. */
export interface Process {
  readonly name: string;
  /** Rejects when it ends without being asked to, with its last lines. */
  readonly failure: Promise<never>;
  isAlive(): boolean;
  /** Resolves with the first line that fits. */
  line(pattern: RegExp): Promise<string>;
  /** Asks it to end; after 5 s it is ended. Says whether it went by itself. */
  stop(): Promise<boolean>;
}

export function startProcess({ name, command, args, cwd, env }: ProcessOptions): Process {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'close').catch(() => undefined);
  const lines: string[] = [];
  const watchers = new Set<(line: string) => void>();
  let asked = false;

  const hear = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    for (const watcher of watchers) watcher(line);
  };
  for (const stream of [child.stdout, child.stderr]) void readLines(stream, hear);

  const failure = new Promise<never>((_resolve, reject) => {
    const fail = (how: string): void => {
      if (!asked) reject(new Error([`${name} ${how}. Its last lines:`, ...lines.map((line) => `  ${line}`)].join('\n')));
    };
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => fail(`ended by itself (${signal ?? `exit code ${code}`})`));
  });
  // Who races with it may have settled long before it fails.
  failure.catch(() => undefined);

  return {
    name,
    failure,
    isAlive: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    line: (pattern) => new Promise((resolve) => {
      const watcher = (line: string): void => {
        if (!pattern.test(line)) return;
        watchers.delete(watcher);
        resolve(line);
      };
      watchers.add(watcher);
      for (const line of lines) watcher(line);
    }),
    stop: async () => {
      asked = true;
      child.kill('SIGTERM');
      const hurry = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(hurry);
      return child.signalCode !== 'SIGKILL';
    },
  };
}

async function readLines(stream: NodeJS.ReadableStream, hear: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    parts.forEach(hear);
  }
  if (rest) hear(rest);
}
