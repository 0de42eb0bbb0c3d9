/**
 * Counts what an OTLP protobuf body carries, without decoding what need not be counted.
 * Field numbers are those of opentelemetry-proto: trace/v1/trace.proto and metrics/v1/metrics.proto.
 */
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const DELTA = 1;

type Value = number | Buffer;
interface Varint {
  value: number;
  next: number;
}

/** Spans by kind and name, as in `server GET /users/:id`. */
export type SpanCounts = Record<string, number>;

/** One histogram data point: its series, its count, and whether the count starts again with every export. */
export interface Point {
  series: string;
  count: number;
  delta: boolean;
}

export function countSpans(request: Buffer, counts: SpanCounts = {}): SpanCounts {
  for (const span of messagesAt(request, [1, 2, 2])) {
    const key = `${KINDS[numberOf(span, 6)] ?? 'unknown'} ${textOf(span, 5)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

export function histogramPoints(request: Buffer, name: string): Point[] {
  return messagesAt(request, [1, 2, 2])
    .filter((metric) => textOf(metric, 1) === name)
    .flatMap((metric) => messagesAt(metric, [9]))
    .flatMap((histogram) => {
      const delta = numberOf(histogram, 2) === DELTA;
      return messagesAt(histogram, [1]).map((point) => ({ series: seriesOf(point), count: numberOf(point, 4), delta }));
    });
}

/** Keeps a histogram's total over all exports; cumulative points replace what their series had, delta points add to it. */
export function addPoints(totals: Map<string, number>, points: readonly Point[]): void {
  for (const { series, count, delta } of points) totals.set(series, count + (delta ? (totals.get(series) ?? 0) : 0));
}

/** Attributes make a series, and the start time does: who starts counting again must not overwrite the count before. */
function seriesOf(point: Buffer): string {
  const attributes = messagesAt(point, [9]).map((attribute) => attribute.toString('latin1'));
  return [...attributes.toSorted(), numberOf(point, 2)].join('\n');
}

function messagesAt(message: Buffer, path: readonly number[]): Buffer[] {
  const [field, ...rest] = path;
  const found = fieldsOf(message, field!).filter((value) => typeof value !== 'number');
  return rest.length === 0 ? found : found.flatMap((inner) => messagesAt(inner, rest));
}

function numberOf(message: Buffer, field: number): number {
  const value = fieldsOf(message, field).at(-1);
  return typeof value === 'number' ? value : 0;
}

function textOf(message: Buffer, field: number): string {
  return fieldsOf(message, field).at(-1)?.toString() ?? '';
}

function fieldsOf(message: Buffer, wanted: number): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < message.length; ) {
    const tag = varint(message, at);
    const wireType = tag.value & 7;
    const { start, end } = boundsOf(message, tag.next, wireType);
    if (Math.floor(tag.value / 8) === wanted) values.push(valueAt(message, wireType, start, end));
    at = end;
  }
  return values;
}

function boundsOf(message: Buffer, at: number, wireType: number): { start: number; end: number } {
  if (wireType === 0) return { start: at, end: varint(message, at).next };
  if (wireType === 1) return { start: at, end: at + 8 };
  if (wireType === 5) return { start: at, end: at + 4 };
  if (wireType !== 2) throw new Error(`not protobuf: wire type ${wireType}`);
  const length = varint(message, at);
  const end = length.next + length.value;
  if (end > message.length) throw new Error('not protobuf: a field ends behind its message');
  return { start: length.next, end };
}

function valueAt(message: Buffer, wireType: number, start: number, end: number): Value {
  if (wireType === 0) return varint(message, start).value;
  if (wireType === 1) return Number(message.readBigUInt64LE(start));
  if (wireType === 5) return message.readUInt32LE(start);
  return message.subarray(start, end);
}

function varint(message: Buffer, start: number): Varint {
  let value = 0;
  for (let at = start, factor = 1; at < message.length; at++, factor *= 128) {
    const byte = message[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw new Error('not protobuf: a number has no end');
}
