import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReport, type ProcessReport } from './process-report.ts';

export interface ProcessExamination {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** It is ended after this time, ms. */
  readonly time: number;
  /** Told what it prints. */
  readonly onOutput: (text: string) => void;
}

/** What came of it. */
export interface Examined {
  readonly reports: readonly ProcessReport[];
  /** `exit code 1`, `SIGSEGV`, or why it could not be started; undefined when it ran until it was ended, or ended well. */
  readonly failure?: string;
  /** The preset found a Node that it cannot run on. */
  readonly tooOld: boolean;
}

/** Between a polite end and the other one, ms. */
const PATIENCE = 5000;
const SCRAPS = 4096;

/** Runs a process for a bounded time with the doctor's folder in its environment, and reads what it and its children told. */
export async function examineProcess(examination: ProcessExamination): Promise<Examined> {
  const notes = await mkdtemp(join(tmpdir(), 'vigil-doctor-'));
  try {
    const ended = await run(examination, notes);
    const files = (await readdir(notes)).toSorted();
    const texts = await Promise.all(files.map((file) => readFile(join(notes, file), 'utf8')));
    return { ...ended, reports: texts.flatMap((text) => readReport(text) ?? []) };
  } finally {
    await rm(notes, { recursive: true, force: true });
  }
}

async function run({ command, args, folder, env, time, onOutput }: ProcessExamination, notes: string): Promise<Omit<Examined, 'reports'>> {
  const child = spawn(command, args, { cwd: folder, env: { ...env, VIGIL_DOCTOR: notes }, stdio: ['ignore', 'pipe', 'pipe'] });
  let scraps = '';
  const hear = (chunk: Buffer): void => {
    scraps = (scraps + chunk.toString()).slice(-SCRAPS);
    onOutput(chunk.toString());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const timers = endAfter(child, time);
  const [code, signal] = await once(child, 'close').catch((error: Error) => [undefined, error.message]) as [number | null | undefined, string | null];
  timers.forEach(clearTimeout);
  const tooOld = scraps.includes('VIGIL_NODE_UNSUPPORTED');
  const failure = child.killed ? undefined : failureOf(code, signal);
  return { tooOld, ...(failure === undefined ? {} : { failure }) };
}

function endAfter(child: ChildProcess, time: number): NodeJS.Timeout[] {
  return [setTimeout(() => child.kill('SIGTERM'), time), setTimeout(() => child.kill('SIGKILL'), time + PATIENCE)];
}

function failureOf(code: number | null | undefined, signal: string | null): string | undefined {
  if (code === 0) return undefined;
  return signal ?? `exit code ${code}`;
}
