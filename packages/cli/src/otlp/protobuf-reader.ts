import { PbfReader } from 'pbf';
import { Malformed, maxDepth } from './malformed.ts';
import type { Field, Message, Scalar } from './schema.ts';

// Wire types of protobuf.
const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

const wireTypes: Record<Scalar, number> = {
  string: delimited, bytes: delimited, traceId: delimited, spanId: delimited,
  double: fixed64, fixed64, sfixed64: fixed64, fixed32,
  bool: varint, int64: varint, uint64: varint, uint32: varint, sint32: varint, enum: varint,
};
const text = new TextDecoder('utf-8', { fatal: true });

/** Reads one message by its table. pbf trusts its input, so every length and wire type is checked here first. */
export function readProtobuf(message: Message, bytes: Uint8Array): object {
  return readMessage(new PbfReader(bytes), message, bytes.length, 0);
}

function readMessage(pbf: PbfReader, message: Message, end: number, depth: number): object {
  if (depth > maxDepth) throw new Malformed(`${message.name} is nested deeper than ${maxDepth}`);
  const result: Record<string, unknown> = {};
  while (pbf.pos < end) {
    const number = pbf.nextField(end);
    if (number === 0) break;
    const field = message.numbered[number];
    if (field) readField(pbf, field, result, end, depth);
    else pbf.skip(pbf.type);
    if (pbf.pos > end) throw new Malformed(`${message.name} is cut short`);
  }
  if (pbf.pos !== end) throw new Malformed(`${message.name} holds a field without a number`);
  return result;
}

function readField(pbf: PbfReader, field: Field, result: Record<string, unknown>, end: number, depth: number): void {
  if (!field.many) {
    result[field.name] = readValue(pbf, field, end, depth);
    return;
  }
  const list = (result[field.name] ??= []) as unknown[];
  if (isPacked(pbf, field)) readPacked(pbf, field, list, end);
  else list.push(readValue(pbf, field, end, depth));
}

function isPacked(pbf: PbfReader, field: Field): boolean {
  return pbf.type === delimited && typeof field.type === 'string' && wireTypes[field.type] !== delimited;
}

function readPacked(pbf: PbfReader, field: Field, list: unknown[], end: number): void {
  const last = lengthEnd(pbf, field.name, end);
  while (pbf.pos < last) list.push(readScalar(pbf, field.type as Scalar, field.name, last));
}

function readValue(pbf: PbfReader, field: Field, end: number, depth: number): unknown {
  const { type, name } = field;
  const expected = typeof type === 'string' ? wireTypes[type] : delimited;
  if (pbf.type !== expected) throw new Malformed(`${name} has wire type ${pbf.type}, expected ${expected}`);
  if (typeof type === 'string') return readScalar(pbf, type, name, end);
  return readMessage(pbf, type, lengthEnd(pbf, name, end), depth + 1);
}

function readScalar(pbf: PbfReader, type: Scalar, name: string, end: number): unknown {
  switch (type) {
    case 'string': return readText(readBytes(pbf, name, end), name);
    case 'bytes': return Uint8Array.from(readBytes(pbf, name, end));
    case 'traceId': return readId(readBytes(pbf, name, end), 16, name);
    case 'spanId': return readId(readBytes(pbf, name, end), 8, name);
    case 'fixed32': return take(pbf, 4, name, end).getUint32(0, true);
    case 'fixed64': return take(pbf, 8, name, end).getBigUint64(0, true);
    case 'sfixed64': return take(pbf, 8, name, end).getBigInt64(0, true);
    case 'double': return take(pbf, 8, name, end).getFloat64(0, true);
    default: return readVarint(pbf, type, name, end);
  }
}

function readVarint(pbf: PbfReader, type: Scalar, name: string, end: number): unknown {
  const bits = readBits(pbf, name, end);
  switch (type) {
    case 'bool': return bits !== 0n;
    case 'int64': return BigInt.asIntN(64, bits);
    case 'uint64': return bits;
    case 'uint32': return Number(BigInt.asUintN(32, bits));
    case 'sint32': return Number((bits >> 1n) ^ -(bits & 1n));
    default: return Number(BigInt.asIntN(32, bits));
  }
}

// All 64 bits: pbf's own varint is a double and loses what is beyond 2^53.
function readBits(pbf: PbfReader, name: string, end: number): bigint {
  let bits = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (pbf.pos >= end) throw new Malformed(`${name} is cut short`);
    const byte = pbf.buf[pbf.pos++]!;
    bits |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, bits);
  }
  throw new Malformed(`${name} is a varint of more than 10 bytes`);
}

function take(pbf: PbfReader, size: number, name: string, end: number): DataView {
  const start = pbf.pos;
  if (start + size > end) throw new Malformed(`${name} is cut short`);
  pbf.pos += size;
  return new DataView(pbf.buf.buffer, pbf.buf.byteOffset + start, size);
}

function readBytes(pbf: PbfReader, name: string, end: number): Uint8Array {
  const last = lengthEnd(pbf, name, end);
  const bytes = pbf.buf.subarray(pbf.pos, last);
  pbf.pos = last;
  return bytes;
}

function lengthEnd(pbf: PbfReader, name: string, end: number): number {
  const length = pbf.readVarint();
  const last = pbf.pos + length;
  if (last > end) throw new Malformed(`${name} is cut short`);
  return last;
}

function readText(bytes: Uint8Array, name: string): string {
  try {
    return text.decode(bytes);
  } catch {
    throw new Malformed(`${name} is not UTF-8`);
  }
}

function readId(bytes: Uint8Array, size: number, name: string): string {
  if (bytes.length !== 0 && bytes.length !== size) throw new Malformed(`${name} has ${bytes.length} bytes, expected ${size}`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
