import type { Guard } from '@vigil/events';
import type { WatchedPackage } from '../modules/watched-package.ts';
import { asWrapped, isWrapped } from './is-wrapped.ts';
import { levelName, severityOf, type LogLine, type LoggerObserver } from './logger-observer.ts';

type BunyanRecord = Record<string, unknown>;
type Emit = (this: BunyanLogger, record: BunyanRecord, noEmit?: boolean) => unknown;

interface BunyanLogger {
  _emit: Emit;
  readonly streams?: readonly { stream?: { constructor?: { name: string } } }[];
}

/** bunyan has neither channel nor hook, so the one `_emit` that every record passes is wrapped when it is loaded. */
export function bunyanPackage(observer: () => LoggerObserver | undefined, guard: Guard): WatchedPackage {
  const addFields = guard('bunyan:fields', (record: BunyanRecord) => void Object.assign(record, observer()?.fields(), { ...record }));
  const sendLine = guard('bunyan:line', (record: BunyanRecord) => observer()?.line?.(readLine(record)));
  return { name: 'bunyan', open: () => ({ 'lib/bunyan.js': wrapEmit }) };

  function wrapEmit(exports: unknown): void {
    const { prototype } = exports as { prototype: BunyanLogger };
    const original = prototype._emit;
    if (typeof original !== 'function' || isWrapped(original)) return;
    prototype._emit = asWrapped(function emitWithIds(record, noEmit) {
      if (observer() === undefined) return original.call(this, record, noEmit);
      addFields(record);
      if (noEmit !== true && !sendsItself(this)) sendLine(record);
      return original.call(this, record, noEmit);
    });
  }
}

/** True when the application has an OpenTelemetry stream of its own: its lines would arrive twice. */
function sendsItself(logger: BunyanLogger): boolean {
  return logger.streams?.some(({ stream }) => /OpenTelemetry/i.test(stream?.constructor?.name ?? '')) ?? false;
}

function readLine(record: BunyanRecord): LogLine {
  const { level, msg, time, v: _version, pid: _pid, hostname: _host, ...attributes } = record;
  const name = levelName(Number(level));
  return {
    logger: 'bunyan',
    time: time instanceof Date ? time.getTime() : undefined,
    level: name,
    severity: severityOf(name),
    body: String(msg),
    attributes,
  };
}
