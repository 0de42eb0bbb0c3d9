import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';

// No tests: what the tests of both paths read spans with.

/** A span, whichever way it took. */
export interface Seen {
  readonly way: 'hot' | 'sdk';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  /** Of the status. */
  readonly message: string;
  readonly seconds: number;
  readonly attributes: Record<string, unknown>;
  readonly events: readonly SeenEvent[];
}

export interface SeenEvent {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
}

type Field = readonly [number: number, value: bigint | Uint8Array];

/** The fields of a message of Protocol Buffers; enough of it to read what we write. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const length = [0, 8, Number(tag % 8 === 2 ? varint() : 0n), 0, 0, 4][tag % 8] as number;
    if (tag % 8 === 0) fields.push([tag >> 3, varint()]);
    else fields.push([tag >> 3, bytes.subarray(at, (at += length))]);
  }
  expect(at).to.equal(bytes.length);
  return fields;
}

const find = (fields: readonly Field[], number: number): Uint8Array | undefined => fields.find(([one]) => one === number)?.[1] as Uint8Array | undefined;
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

function valueOf(any: Uint8Array): unknown {
  const [[kind, value] = [0, 0n]] = fieldsOf(any);
  return kind === 1 ? text(value as Uint8Array) : Number(value);
}

function attributesOf(fields: readonly Field[], number: number): Record<string, unknown> {
  const pairs = fields.filter(([one]) => one === number).map(([, pair]) => fieldsOf(pair as Uint8Array));
  return Object.fromEntries(pairs.map((pair) => [text(find(pair, 1)), valueOf(find(pair, 2) as Uint8Array)]));
}

/** One span as it was written. */
export function readSpan(bytes: Uint8Array): Seen {
  const fields = fieldsOf(bytes);
  const parent = hex(find(fields, 4));
  const time = (number: number): bigint => Buffer.from(find(fields, number) ?? new Uint8Array(8)).readBigUInt64LE();
  const status = fieldsOf(find(fields, 15) ?? new Uint8Array(0));
  return {
    way: 'hot', traceId: hex(find(fields, 1)), spanId: hex(find(fields, 2)), parentSpanId: parent === '' ? undefined : parent, name: text(find(fields, 5)),
    kind: Number(fields.find(([number]) => number === 6)?.[1]), status: Number(status.find(([number]) => number === 3)?.[1] ?? 0), message: text(find(status, 2)),
    seconds: Number(time(8) - time(7)) / 1e9, attributes: attributesOf(fields, 9),
    events: fields.filter(([number]) => number === 11).map(([, event]) => fieldsOf(event as Uint8Array))
      .map((event) => ({ name: text(find(event, 2)), attributes: attributesOf(event, 3) })),
  };
}

/** The spans of an encoded request. */
export function readRequest(bytes: Uint8Array): Seen[] {
  const scopes = fieldsOf(find(fieldsOf(bytes), 1) as Uint8Array).filter(([number]) => number === 2);
  return scopes.flatMap(([, scope]) => fieldsOf(scope as Uint8Array).filter(([number]) => number === 2).map(([, span]) => readSpan(span as Uint8Array)));
}

/** A span of the SDK's, as if it had been encoded. */
export function readReal(span: ReadableSpan): Seen {
  const { traceId, spanId } = span.spanContext();
  return {
    way: 'sdk', traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name: span.name, kind: span.kind + 1, status: span.status.code, message: span.status.message ?? '',
    seconds: span.duration[0] + span.duration[1] / 1e9, attributes: { ...span.attributes },
    events: span.events.map(({ name, attributes }) => ({ name, attributes: { ...attributes } })),
  };
}
