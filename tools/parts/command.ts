import { spawn } from 'node:child_process';

/** How a program ended and what it said, both streams in one. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** What a program is started with beside its arguments. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. A program that cannot be started is a throw, a bad end is a value. */
export function command(file: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

/** As `command`, for a step that must succeed: a bad end is a throw with the last lines of what was said. */
export async function step(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output } = await command(file, args, options);
  if (code === 0) return output;
  const last = output.trimEnd().split('\n').slice(-12).join('\n');
  throw new Error(`'${[file, ...args].join(' ')}' ended with code ${code}:\n${last}`);
}
