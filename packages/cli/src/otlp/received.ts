// What the desk knows of telemetry: the plain model that every reader, view and test works on.

/** A value as OTLP carries it. Integers are numbers where a number holds them exactly, else bigint; an empty value is null. */
export type Value = string | number | bigint | boolean | null | Uint8Array | Value[] | { [key: string]: Value };
export type Attributes = Record<string, Value>;

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
export type StatusCode = 'unset' | 'ok' | 'error';

/** One span; times are nanoseconds since 1970, ids lower-case hexadecimal, absent ids the empty string. */
export interface ReceivedSpan {
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: bigint;
  readonly endTime: bigint;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: { readonly code: StatusCode; readonly message: string };
  readonly flags: number;
  /** What the sender dropped for its own limits. */
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
}

export interface SpanEvent {
  readonly time: bigint;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: Attributes;
  readonly flags: number;
}

/** One log record; with an `eventName` it is an event. */
export interface ReceivedLog {
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly time: bigint;
  readonly observedTime: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: Value;
  readonly eventName: string;
  readonly attributes: Attributes;
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
  readonly dropped: { readonly attributes: number };
}

export type Temporality = 'unspecified' | 'delta' | 'cumulative';

interface Instrument {
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly monotonic: boolean;
  readonly temporality: Temporality;
}

/** One metric of one resource and scope, with the points of one export. */
export type ReceivedMetric =
  | (Instrument & { readonly kind: 'sum' | 'gauge'; readonly points: readonly NumberPoint[] })
  | (Instrument & { readonly kind: 'histogram'; readonly points: readonly HistogramPoint[] })
  | (Instrument & { readonly kind: 'exponentialHistogram'; readonly points: readonly ExponentialHistogramPoint[] })
  | (Instrument & { readonly kind: 'summary'; readonly points: readonly SummaryPoint[] });

interface Point {
  readonly attributes: Attributes;
  readonly startTime: bigint;
  readonly time: bigint;
  readonly flags: number;
}

export interface Exemplar {
  readonly time: bigint;
  readonly value: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** `value` is NaN when the sender recorded none. */
export interface NumberPoint extends Point {
  readonly value: number;
  readonly exemplars: readonly Exemplar[];
}

export interface HistogramPoint extends Point {
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly bounds: readonly number[];
  readonly bucketCounts: readonly number[];
  readonly exemplars: readonly Exemplar[];
}

export interface ExponentialHistogramPoint extends Point {
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positive: { readonly offset: number; readonly bucketCounts: readonly number[] };
  readonly negative: { readonly offset: number; readonly bucketCounts: readonly number[] };
  readonly exemplars: readonly Exemplar[];
}

export interface SummaryPoint extends Point {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}
