import type { Attributes, ReceivedLog, Value } from '../otlp/received.ts';
import type { Colour } from './paint.ts';

interface Level {
  readonly name: string;
  readonly colour: Colour;
}

// The bands of severity number that the data model defines, each of four.
const levels: readonly Level[] = [
  { name: 'TRACE', colour: 'dim' }, { name: 'DEBUG', colour: 'dim' }, { name: 'INFO', colour: 'green' },
  { name: 'WARN', colour: 'yellow' }, { name: 'ERROR', colour: 'red' }, { name: 'FATAL', colour: 'red' },
];
const unknown: Level = { name: '-', colour: 'dim' };

export function levelOf({ severityNumber, severityText }: ReceivedLog): Level {
  const known = levels[Math.floor((severityNumber - 1) / 4)];
  return known ?? { ...unknown, name: severityText || unknown.name };
}

/** The line itself: the event's name if it is one, and the body. */
export function logText({ body, eventName }: ReceivedLog): string {
  const text = body === null ? '' : valueText(body);
  return eventName ? `${eventName} ${text}`.trim() : text;
}

// Repeated by the trace around the line, or too long for one.
const notWorthALine = /^(?:trace_id|span_id|trace_flags|request_id|vigil\.request\.id|reqId|pid|hostname|time|level|log\..*|(?:.*[._])?stack(?:trace)?)$/;

/** Attributes as `key=value`, without what the trace around them says already. */
export function attributesText(attributes: Attributes): string {
  const worthy = Object.entries(attributes).filter(([key, value]) => !notWorthALine.test(key) && !isNested(value));
  return worthy.map(([key, value]) => `${key}=${valueText(value)}`).join(' ');
}

function isNested(value: Value): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}
