import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process of the bench that answers one question at a time over Node's IPC channel. */
export interface Child<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  /** Ends it at once; what it still had to say is lost. */
  end(): Promise<void>;
}

const STDERR_KEPT = 4000;
const alive = new Set<ChildProcess>();
// Also after a failure or Ctrl-C: nothing is left behind. Should the bench itself be killed, they end when their channel closes.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** Starts `node ...args`; resolves with what it first says. */
export async function startChild<Hello, Question, Answer>(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<{ hello: Hello; child: Child<Question, Answer> }> {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  const words = lastWords(child);
  const hello = await answer<Hello>(child, args, words);
  const askNow = (question: Question): Promise<Answer> => {
    const answered = answer<Answer>(child, args, words);
    if (child.connected) child.send(question as object);
    return answered;
  };
  return { hello, child: { ask: inTurn(askNow), end: () => end(child) } };
}

/** A question waits for the answer to the one before: answers carry no names. */
function inTurn<Question, Answer>(ask: (question: Question) => Promise<Answer>): (question: Question) => Promise<Answer> {
  let turn: Promise<unknown> = Promise.resolve();
  return (question) => {
    const answered = turn.then(() => ask(question));
    turn = answered.catch(() => {});
    return answered;
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function answer<T>(child: ChildProcess, args: readonly string[], words: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const died = (): void => reject(new Error(`\`node ${args.join(' ')}\` ended before it answered\n${words()}`));
    if (!child.connected) return died();
    child.once('close', died);
    child.once('message', (message) => {
      child.off('close', died);
      resolve(message as T);
    });
  });
}

function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-STDERR_KEPT)));
  return () => text;
}
