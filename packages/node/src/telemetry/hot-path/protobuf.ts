// Protocol Buffers, written by hand where every nanosecond counts. Functions take a buffer and a position and answer the
// next one. Field numbers are those of opentelemetry-proto's trace.proto and common.proto.

const UTF8 = new TextEncoder();

/** A small message from parts, for what is encoded once and copied often. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** `field` with a length and content: a string, a message. */
export function lengthDelimited(field: number, content: Uint8Array): Uint8Array {
  return joined(varint(field * 8 + 2), varint(content.length), content);
}

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest);
}

export function text(field: number, value: string): Uint8Array {
  return lengthDelimited(field, UTF8.encode(value));
}

/** A `KeyValue` in `field`. Numbers are whole and not negative, as all of ours are. */
export function attribute(field: number, key: string, value: string | number): Uint8Array {
  const any = typeof value === 'string' ? text(1, value) : joined(varint(3 * 8), varint(value));
  return lengthDelimited(field, joined(text(1, key), lengthDelimited(2, any)));
}

/** The start of a `KeyValue` up to its value, to be copied before a value that differs each time. */
export function attributeKey(key: string): Uint8Array {
  return text(1, key);
}

export function put(to: Uint8Array, at: number, bytes: Uint8Array): number {
  // `set` costs a call into C++, which pays from some fifty bytes on.
  if (bytes.length > 48) to.set(bytes, at);
  else for (let i = 0; i < bytes.length; i++) to[at + i] = bytes[i] as number;
  return at + bytes.length;
}

/** Four bytes, most significant first: a quarter of a trace id. */
export function putWord(to: Uint8Array, at: number, word: number): number {
  to[at] = word >>> 24;
  to[at + 1] = word >>> 16;
  to[at + 2] = word >>> 8;
  to[at + 3] = word;
  return at + 4;
}

/** Four bytes, least significant first: half of a `fixed64`. */
export function putFixed32(to: Uint8Array, at: number, value: number): number {
  to[at] = value;
  to[at + 1] = value >>> 8;
  to[at + 2] = value >>> 16;
  to[at + 3] = value >>> 24;
  return at + 4;
}

/** Tag of `Span.attributes`, field 9. */
const SPAN_ATTRIBUTES = 0x4a;

/**
 * A string attribute, of a span when nothing else is said, whose key is encoded already. Lengths of two bytes are always right (a varint may
 * be longer than it need be), so nothing is measured beforehand.
 */
export function putAttribute(to: Uint8Array, at: number, key: Uint8Array, value: string, tag = SPAN_ATTRIBUTES): number {
  to[at] = tag;
  let next = put(to, at + 3, key);
  to[next] = 0x12;
  const anyValue = next + 1;
  to[anyValue + 2] = 0x0a;
  next = putText(to, anyValue + 5, value);
  putLength(to, anyValue + 3, next - anyValue - 5);
  putLength(to, anyValue, next - anyValue - 2);
  putLength(to, at + 1, next - at - 3);
  return next;
}

/** A length below 16 384 in two bytes. */
export function putLength(to: Uint8Array, at: number, length: number): void {
  to[at] = (length & 127) | 128;
  to[at + 1] = length >>> 7;
}

/** Short ASCII by hand, all else through the encoder. */
export function putText(to: Uint8Array, at: number, value: string): number {
  const { length } = value;
  if (length <= 96) {
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return at + UTF8.encodeInto(value, to.subarray(at)).written;
      to[at + i] = code;
    }
    return at + length;
  }
  return at + UTF8.encodeInto(value, to.subarray(at)).written;
}
