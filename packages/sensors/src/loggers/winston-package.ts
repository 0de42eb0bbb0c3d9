import type { Guard } from '@vigil/events';
import type { WatchedPackage } from '../modules/watched-package.ts';
import { asWrapped, isWrapped } from './is-wrapped.ts';
import { severityOf, type LogLine, type LoggerObserver } from './logger-observer.ts';

type Info = Record<string, unknown>;
type Transform = (this: WinstonLogger, info: Info, encoding: string, callback: () => void) => void;

interface WinstonLogger {
  push(info: Info | null): boolean;
  readonly transports?: readonly { constructor: { name: string } }[];
  /** winston 3.2 and later. Transports may have levels of their own, and it is they that keep a line back. */
  isLevelEnabled?(level: unknown): boolean;
  _transform: Transform;
}

/** A line on its way; `added` names what is to be taken off the application's own object again. */
interface Passing {
  info: Info;
  added: readonly string[];
}

const LEVEL: unique symbol = Symbol.for('level') as never;

/**
 * winston has neither channel nor hook, so its logger's one `_transform`, through which every line passes before its
 * format, is wrapped when the application loads it.
 */
export function winstonPackage(observer: () => LoggerObserver | undefined, guard: Guard): WatchedPackage {
  const addFields = guard('winston:fields', (passing: Passing) => giveFields(passing, observer()?.fields()));
  const sendLine = guard('winston:line', (info: Info) => observer()?.line?.(readLine(info)));
  return { name: 'winston', open: () => ({ 'lib/winston/logger.js': wrapTransform }) };

  function wrapTransform(exports: unknown): void {
    const { prototype } = exports as { prototype: WinstonLogger };
    const original = prototype._transform;
    if (typeof original !== 'function' || isWrapped(original)) return;
    prototype._transform = asWrapped(function transformWithIds(info, encoding, callback) {
      const current = observer();
      if (current === undefined) return original.call(this, info, encoding, callback);
      const passing: Passing = { info, added: [] };
      addFields(passing);
      const run = (): void => original.call(this, passing.info, encoding, callback);
      try {
        if (current.line === undefined || sendsItself(this) || !isWritten(this, info)) run();
        else observePush(this, sendLine, run);
      } finally {
        for (const name of passing.added) delete info[name];
      }
    });
  }
}

/**
 * Puts the ids on a copy: the application may log the same object again in another request, or send it to a client. An
 * Error, or what else has a class, stays the one it is, because formats ask for it; its ids are taken off again.
 */
function giveFields(passing: Passing, fields: Readonly<Record<string, string>> | undefined): void {
  const { info } = passing;
  if (fields === undefined) return;
  if (isPlain(info)) {
    passing.info = { ...info, ...fields, ...info };
    return;
  }
  passing.added = Object.keys(fields).filter((name) => !Object.hasOwn(info, name));
  for (const name of passing.added) info[name] = fields[name];
}

/** Also of an object from another realm, as in tests that run in a `vm`. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isWritten(logger: WinstonLogger, info: Info): boolean {
  return logger.isLevelEnabled?.((info as { [LEVEL]?: unknown })[LEVEL]) ?? true;
}

/** Sees the line as the application's own format leaves it. */
function observePush(logger: WinstonLogger, see: (info: Info) => void, run: () => void): void {
  const push = logger.push;
  const isOwn = Object.hasOwn(logger, 'push');
  logger.push = (info) => {
    if (info !== null && typeof info === 'object') see(info);
    return push.call(logger, info);
  };
  try {
    run();
  } finally {
    if (isOwn) logger.push = push;
    else delete (logger as Partial<WinstonLogger>).push;
  }
}

/** True when the application has an OpenTelemetry transport of its own: its lines would arrive twice. */
function sendsItself(logger: WinstonLogger): boolean {
  return logger.transports?.some((transport) => /OpenTelemetry/i.test(transport.constructor.name)) ?? false;
}

function readLine(info: Info): LogLine {
  const { level: shown, message, timestamp: _timestamp, ...attributes } = info;
  // The symbol keeps the level as logged; the field may carry the colours of a terminal.
  const level = String((info as { [LEVEL]?: unknown })[LEVEL] ?? shown);
  return { logger: 'winston', time: undefined, level, severity: severityOf(level), body: String(message), attributes };
}
