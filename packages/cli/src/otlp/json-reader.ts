import { Malformed, maxDepth } from './malformed.ts';
import type { Field, Message, Scalar } from './schema.ts';

const decimal = /^-?\d{1,20}$/;
const specialDoubles = new Set(['NaN', 'Infinity', '-Infinity']);

/** Reads parsed OTLP/JSON by the same table as protobuf, into the same values: 64-bit integers as bigint, ids as lower-case hex. */
export function readJson(message: Message, json: unknown): object {
  return readMessage(message, json, message.name, 0);
}

function readMessage(message: Message, json: unknown, path: string, depth: number): object {
  if (depth > maxDepth) throw new Malformed(`${path.slice(0, 60)}... is nested deeper than ${maxDepth}`);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Malformed(`${path} is not an object`);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    const field = message.named.get(name);
    if (field && value !== null) result[name] = readField(field, value, `${path}.${name}`, depth);
  }
  return result;
}

function readField(field: Field, json: unknown, path: string, depth: number): unknown {
  if (!field.many) return readValue(field.type, json, path, depth);
  if (!Array.isArray(json)) throw new Malformed(`${path} is not an array`);
  return json.map((item, index) => readValue(field.type, item, `${path}[${index}]`, depth));
}

function readValue(type: Scalar | Message, json: unknown, path: string, depth: number): unknown {
  return typeof type === 'string' ? readScalar(type, json, path) : readMessage(type, json, path, depth + 1);
}

function readScalar(type: Scalar, json: unknown, path: string): unknown {
  switch (type) {
    case 'string': return typeof json === 'string' ? json : refuse(path, 'a string');
    case 'bool': return typeof json === 'boolean' ? json : refuse(path, 'a boolean');
    case 'bytes': return typeof json === 'string' ? new Uint8Array(Buffer.from(json, 'base64')) : refuse(path, 'base64 text');
    case 'traceId': return readId(json, 32, path);
    case 'spanId': return readId(json, 16, path);
    case 'double': return readDouble(json, path);
    case 'fixed64': case 'uint64': return readInteger(json, 0n, 2n ** 64n, path);
    case 'sfixed64': case 'int64': return readInteger(json, -(2n ** 63n), 2n ** 63n, path);
    case 'fixed32': case 'uint32': return Number(readInteger(json, 0n, 2n ** 32n, path));
    // OTLP forbids the names of enumerated values in JSON: only their numbers are valid.
    case 'sint32': case 'enum': return Number(readInteger(json, -(2n ** 31n), 2n ** 31n, path));
  }
}

// Integers come as decimal text or as numbers; a number beyond 2^53 was rounded by JSON itself, before we see it.
function readInteger(json: unknown, least: bigint, limit: bigint, path: string): bigint {
  const isInteger = typeof json === 'string' ? decimal.test(json) : Number.isInteger(json);
  if (!isInteger) refuse(path, 'an integer');
  const value = BigInt(json as string | number);
  return value >= least && value < limit ? value : refuse(path, 'within its range');
}

function readDouble(json: unknown, path: string): number {
  if (typeof json === 'number') return json;
  const isText = typeof json === 'string' && (specialDoubles.has(json) || (json.trim() !== '' && Number.isFinite(Number(json))));
  return isText ? Number(json) : refuse(path, 'a number');
}

function readId(json: unknown, digits: number, path: string): string {
  const isId = typeof json === 'string' && (json === '' || (json.length === digits && /^[\da-f]+$/i.test(json)));
  return isId ? json.toLowerCase() : refuse(path, `${digits} hexadecimal digits`);
}

function refuse(path: string, expected: string): never {
  throw new Malformed(`${path} is not ${expected}`);
}
