import type { Guard } from '@vigil/events';
import type { Stop } from '../watch-channel.ts';

/** What ended the process, or would have, had the application no handler of its own. */
export interface ProcessFailure {
  readonly error: unknown;
  readonly origin: 'uncaughtException' | 'unhandledRejection';
  /** False when the application handles uncaught exceptions itself and may live on. */
  readonly fatal: boolean;
}

/**
 * Watches what nobody caught. The monitor event changes nothing: Node prints and dies as it would without us.
 */
export function watchFailures(tell: (failure: ProcessFailure) => void, guard: Guard): Stop {
  const onFailure = guard('process:failure', (error: unknown, origin: ProcessFailure['origin']) => {
    const handled = process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();
    tell({ error, origin, fatal: !handled });
  });
  process.on('uncaughtExceptionMonitor', onFailure);
  return () => void process.off('uncaughtExceptionMonitor', onFailure);
}
