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
  /** Resolves when it shall be ended earlier. */
  readonly until?: Promise<unknown>;
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

async function run(examination: ProcessExamination, notes: string): Promise<Omit<Examined, 'reports'>> {
  const { command, args, folder, env, onOutput } = examination;
  // A group of its own, so that what the command starts ends with it, and does not keep our pipes open.
  const child = spawn(command, args, { cwd: folder, env: { ...env, VIGIL_DOCTOR: notes }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let scraps = '';
  const hear = (chunk: Buffer): void => {
    scraps = (scraps + chunk.toString()).slice(-SCRAPS);
    onOutput(chunk.toString());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new AbortController();
  endAfter(child, examination, end);
  const [code, signal] = await once(child, 'close').catch((error: Error) => [undefined, error.message]) as [number | null | undefined, string | null];
  const wasEnded = end.signal.aborted;
  end.abort();
  const failure = wasEnded ? undefined : failureOf(code, signal);
  return { tooOld: scraps.includes('VIGIL_NODE_UNSUPPORTED'), ...(failure === undefined ? {} : { failure }) };
}

/** Ends it politely when it is time or asked for, and the other way when that does not help; `ended` says that it was. */
function endAfter(child: ChildProcess, { time, until }: ProcessExamination, ended: AbortController): void {
  let last: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    signalGroup(child, 'SIGTERM');
    last = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE);
  };
  const first = setTimeout(end, time);
  void until?.then(end);
  child.once('close', () => [first, last].forEach(clearTimeout));
}

/** Windows has no groups; there the process alone is ended. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || process.platform === 'win32') return void child.kill(signal);
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of it is gone.
  }
}

function failureOf(code: number | null | undefined, signal: string | null): string | undefined {
  if (code === 0) return undefined;
  return signal ?? `exit code ${code}`;
}
