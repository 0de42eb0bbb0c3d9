import type { Stop } from '@vigil/sensors';
import { now } from '../config/clock.ts';

export interface EndHandlers {
  /** Longest delay of an end by us, ms. */
  readonly deadline: number;
  /** True where nothing can leave in `'exit'`, because no other thread sends. */
  readonly needsLoop: () => boolean;
  /** Hands over all that waits and does not wait for it. */
  readonly handOver: () => void;
  /** Hands over and waits for the answers, at most `ms`. */
  readonly flush: (ms: number) => Promise<unknown>;
  /** The same without the event loop: the process is ending now. With `handedOver` the metrics have left a moment ago. */
  readonly flushStanding: (ms: number, handedOver: boolean) => void;
  /** Said once, when nothing more can be done. */
  readonly lastWords: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Lets what is queued leave before the process does, and leaves everything else as it was: a signal that only we hear is
 * raised again, so that Node dies of it; one that the application handles is its own affair.
 */
export function watchEnd({ deadline, needsLoop, handOver, flush, flushStanding, lastWords }: EndHandlers): Stop {
  let endsAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) - timidListeners() !== 1) return quietly(handOver);
    // Asked a second time: no more patience.
    if (endsAt !== undefined) return raiseAgain(signal, 0);
    endsAt = now() + deadline;
    const raise = (): void => raiseAgain(signal, left());
    void flush(deadline).then(raise, raise);
  };
  // Only where it must be: whatever is done here turns the loop once more (a thread that is started does, though nothing
  // refers to it), and the application's own listeners are called a second time.
  const onIdle = (): void => {
    if (endsAt !== undefined || !needsLoop()) return;
    endsAt = now() + deadline;
    void flush(deadline).catch(() => {});
  };
  const onExit = (): void => lastWait(left(), endsAt !== undefined);
  const left = (): number => Math.max(0, endsAt === undefined ? deadline : endsAt - now());
  const lastWait = (ms: number, handedOver: boolean): void => {
    quietly(() => flushStanding(ms, handedOver));
    quietly(lastWords);
  };
  const raiseAgain = (signal: NodeJS.Signals, ms: number): void => {
    // A process that dies of a signal has no `exit`: what was served meanwhile leaves here, and what cannot is counted.
    lastWait(ms, true);
    process.off(signal, onSignal);
    const alone = process.listenerCount(signal) === 0;
    process.kill(process.pid, signal);
    // The first process of a container lives on: the kernel spares it where it has no handler.
    if (alone) setTimeout(watchAgain, 1000, signal).unref();
  };
  const watchAgain = (signal: NodeJS.Signals): void => {
    endsAt = undefined;
    process.on(signal, onSignal);
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

/** What is thrown in `exit` would change the exit code. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Nobody is left to tell.
  }
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
