import type { Guard } from '@vigil/events';
import type { WatchedPackage } from '../modules/watched-package.ts';
import { bunyanPackage } from './bunyan-package.ts';
import type { LoggerObserver } from './logger-observer.ts';
import { winstonPackage } from './winston-package.ts';

export type LoggerName = 'pino' | 'winston' | 'bunyan';

/** The loggers that have no channel, for `watchModules`. `observerOf` says for each what to add and what to send. */
export function loggerPackages(observerOf: (logger: LoggerName) => LoggerObserver, guard: Guard): readonly WatchedPackage[] {
  return [winstonPackage(observerOf('winston'), guard), bunyanPackage(observerOf('bunyan'), guard)];
}
