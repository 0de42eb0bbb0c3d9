import type { Guard } from '@vigil/events';
import { watchModules } from '../modules/watch-modules.ts';
import { stopAll, type Stop } from '../watch-channel.ts';
import { bunyanModule } from './watch-bunyan.ts';
import type { LoggerObserver } from './logger-observer.ts';
import { watchPino } from './watch-pino.ts';
import { winstonModule } from './watch-winston.ts';

export type LoggerName = 'pino' | 'winston' | 'bunyan';

/** Watches the application's loggers. `observerOf` says for each what to add and what to send. */
export function watchLoggers(observerOf: (logger: LoggerName) => LoggerObserver, guard: Guard): Stop {
  return stopAll([
    watchPino(observerOf('pino'), guard),
    watchModules([winstonModule(observerOf('winston'), guard), bunyanModule(observerOf('bunyan'), guard)], guard),
  ]);
}
