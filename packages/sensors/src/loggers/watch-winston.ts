import type { Guard } from '@vigil/events';
import type { WatchedModule } from '../modules/watch-modules.ts';
import { severityOf, type LogLine, type LoggerObserver } from './logger-observer.ts';

type Info = Record<string, unknown>;
type Transform = (this: WinstonLogger, info: Info, encoding: string, callback: () => void) => void;

interface WinstonLogger {
  push(info: Info | null): boolean;
  readonly transports?: readonly { constructor: { name: string } }[];
  _transform: Transform;
}

/**
 * winston has neither channel nor hook, so its logger's one `_transform`, through which every line passes before its
 * format, is wrapped when the application loads it.
 */
export function winstonModule(observer: LoggerObserver, guard: Guard): WatchedModule {
  const addFields = guard('winston:fields', (info: Info) => void Object.assign(info, observer.fields(), { ...info }));
  const sendLine = guard('winston:line', (info: Info) => observer.line?.(readLine(info)));
  return {
    path: '/winston/lib/winston/logger.js',
    onLoad(exports) {
      const { prototype } = exports as { prototype: WinstonLogger };
      const original = prototype._transform;
      if (typeof original !== 'function') return;
      prototype._transform = function transformWithIds(info, encoding, callback) {
        addFields(info);
        if (observer.line === undefined || sendsItself(this)) original.call(this, info, encoding, callback);
        else observePush(this, sendLine, () => original.call(this, info, encoding, callback));
      };
    },
  };
}

/** Sees the line as the application's own format leaves it. */
function observePush(logger: WinstonLogger, see: (info: Info) => void, run: () => void): void {
  const push = logger.push;
  logger.push = (info) => {
    if (info !== null && typeof info === 'object') see(info);
    return push.call(logger, info);
  };
  try {
    run();
  } finally {
    delete (logger as Partial<WinstonLogger>).push;
  }
}

/** True when the application has an OpenTelemetry transport of its own: its lines would arrive twice. */
function sendsItself(logger: WinstonLogger): boolean {
  return logger.transports?.some((transport) => /OpenTelemetry/i.test(transport.constructor.name)) ?? false;
}

function readLine(info: Info): LogLine {
  const { level: shown, message, timestamp: _timestamp, ...attributes } = info;
  // The symbol keeps the level as logged; the field may carry the colours of a terminal.
  const level = String((info as Record<symbol, unknown>)[Symbol.for('level')] ?? shown);
  return { logger: 'winston', time: undefined, level, severity: severityOf(level), body: String(message), attributes };
}
