import type { Guard } from '@vigil/events';
import type { WatchedPackage } from '../modules/watched-package.ts';
import type { Stop } from '../watch-channel.ts';
import { bunyanPackage } from './bunyan-package.ts';
import type { LoggerObserver } from './logger-observer.ts';
import { winstonPackage } from './winston-package.ts';

export type LoggerName = 'pino' | 'winston' | 'bunyan';
type ObserverOf = (logger: LoggerName) => LoggerObserver;

// On the global object: a logger is wrapped once, when it is loaded, and what is started later finds it wrapped.
const OBSERVERS: unique symbol = Symbol.for('vigil:1:loggers') as never;
type Home = typeof globalThis & { [OBSERVERS]?: { readonly winston: LoggerObserver; readonly bunyan: LoggerObserver } | undefined };

/** The loggers that have no channel, for `watchModules`. */
export function loggerPackages(guard: Guard): readonly WatchedPackage[] {
  const home = globalThis as Home;
  return [winstonPackage(() => home[OBSERVERS]?.winston, guard), bunyanPackage(() => home[OBSERVERS]?.bunyan, guard)];
}

/** Says what to add to the lines of these loggers and what to send, until it is stopped. */
export function observeLoggers(observerOf: ObserverOf): Stop {
  const home = globalThis as Home;
  const observers = { winston: observerOf('winston'), bunyan: observerOf('bunyan') };
  home[OBSERVERS] = observers;
  return () => {
    if (home[OBSERVERS] === observers) home[OBSERVERS] = undefined;
  };
}
