import type { Stop } from '@vigil/sensors';

export interface EndHandlers {
  /** Hands over and waits for what can be waited for, at most `ms`. */
  readonly flush: (ms: number) => Promise<unknown>;
  /** The same without the event loop: the process is ending now. */
  readonly flushStanding: () => void;
  /** Said once, when nothing more can be done. */
  readonly lastWords: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Longest delay of an end by signal or of a natural one, ms. */
const DEADLINE = 2000;

/**
 * Lets what is queued leave before the process does, and leaves everything else as it was: a signal that only we hear is
 * raised again, so that Node dies of it; one that the application handles is its own affair.
 */
export function watchEnd({ flush, flushStanding, lastWords }: EndHandlers): Stop {
  const onSignal = (signal: NodeJS.Signals): void => {
    const ours = process.listenerCount(signal) - timidListeners() === 1;
    const flushed = flush(DEADLINE);
    if (ours) void flushed.finally(() => raiseAgain(signal));
  };
  // After a flush the loop is empty again and the event comes again.
  let flushed = false;
  const onIdle = (): void => {
    if (!flushed) void flush(DEADLINE);
    flushed = true;
  };
  const raiseAgain = (signal: NodeJS.Signals): void => {
    // A process that dies of a signal has no `exit`: what was served meanwhile leaves here, and what cannot is counted.
    flushStanding();
    lastWords();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const onExit = (): void => {
    flushStanding();
    lastWords();
  };

  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('beforeExit', onIdle);
  process.on('exit', onExit);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('beforeExit', onIdle);
    process.off('exit', onExit);
  };
}

type CountingEmitter = { readonly count?: unknown } | undefined;

/**
 * Listeners of the package signal-exit (versions 4 and 3), which half the ecosystem's tools carry along. They let a process
 * die only when no others are there, and count each other in this way; each side would wait for the other for ever.
 */
function timidListeners(): number {
  const { __signal_exit_emitter__: third } = process as { readonly __signal_exit_emitter__?: CountingEmitter };
  const fourth = (globalThis as Record<symbol, unknown>)[Symbol.for('signal-exit emitter')] as CountingEmitter;
  return [third, fourth].reduce((sum, emitter) => sum + (typeof emitter?.count === 'number' ? emitter.count : 0), 0);
}
