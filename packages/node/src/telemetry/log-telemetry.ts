import { context, type AnyValue, type Logger } from '@opentelemetry/api';
import type { LoggerName, LoggerObserver, LogLine, ProcessFailure } from '@vigil/sensors';
import { errorType, exceptionOf } from './http-names.ts';
import { requestIn, spanContextIn } from './request-scope.ts';

/** Packages with which an application sends a logger's lines itself; sent by us too, each line would arrive twice. */
const OWN_SENDERS: Readonly<Record<LoggerName, readonly string[]>> = {
  pino: ['pino-opentelemetry-transport', '@opentelemetry/instrumentation-pino'],
  winston: ['@opentelemetry/winston-transport', '@opentelemetry/instrumentation-winston'],
  bunyan: ['@opentelemetry/instrumentation-bunyan'],
};

/** True when the application's manifest says that it sends this logger's lines itself. */
export function sendsLinesItself(logger: LoggerName, dependencies: readonly string[]): boolean {
  return OWN_SENDERS[logger].some((name) => dependencies.includes(name));
}

/** Gives log lines the ids of the moment, and makes records of them where they are sent on. */
export function logObserver(logger: Logger | undefined): LoggerObserver {
  return logger === undefined ? { fields: lineFields } : { fields: lineFields, line: (line) => emitLine(logger, line) };
}

/** The names that OpenTelemetry gives these fields in logs of other formats. */
function lineFields(): Record<string, string> | undefined {
  const active = context.active();
  const span = spanContextIn(active);
  const exchange = requestIn(active);
  if (span === undefined && exchange === undefined) return undefined;
  const fields: Record<string, string> = {};
  if (span !== undefined) {
    fields['trace_id'] = span.traceId;
    fields['span_id'] = span.spanId;
    fields['trace_flags'] = (span.traceFlags & 1) === 1 ? '01' : '00';
  }
  if (exchange !== undefined) fields['request_id'] = exchange.requestId;
  return fields;
}

function emitLine(logger: Logger, { time, level, severity, body, attributes }: LogLine): void {
  // The ids travel in the record's own fields.
  const { trace_id: _trace, span_id: _span, trace_flags: _flags, request_id: requestId, ...rest } = attributes;
  logger.emit({
    ...(time === undefined ? {} : { timestamp: time }),
    severityNumber: severity,
    severityText: level,
    body,
    attributes: { ...plainFields(rest), ...(requestId === undefined ? {} : { 'vigil.request.id': String(requestId) }) },
  });
}

/** Fields as log records can carry them. The SDK drops what it does not know (dates, errors, circles) without a word. */
function plainFields(fields: Readonly<Record<string, unknown>>): Record<string, AnyValue> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): AnyValue {
  if (typeof value !== 'object' || value === null) return isPrimitive(value) ? value : String(value);
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  try {
    return JSON.parse(JSON.stringify(value)) as AnyValue;
  } catch {
    return '[unserialisable]';
  }
}

function isPrimitive(value: unknown): value is string | number | boolean | null | undefined {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}

/** A record of what nobody caught, by the semantic conventions for exceptions. FATAL when it ends the process. */
export function emitFailure(logger: Logger, { error, origin, fatal }: ProcessFailure): void {
  const thrown = exceptionOf(error);
  const message = typeof thrown === 'string' ? thrown : thrown.message;
  const requestId = requestIn(context.active())?.requestId;
  logger.emit({
    severityNumber: fatal ? 21 : 17,
    severityText: fatal ? 'FATAL' : 'ERROR',
    body: `${origin === 'unhandledRejection' ? 'Unhandled rejection' : 'Uncaught exception'}: ${message}`,
    attributes: {
      'exception.type': error instanceof Error ? error.constructor.name : errorType(error),
      'exception.message': message,
      ...(typeof thrown === 'string' || thrown.stack === undefined ? {} : { 'exception.stacktrace': thrown.stack }),
      ...(requestId === undefined ? {} : { 'vigil.request.id': requestId }),
    },
  });
}
