import { SpanStatusCode, type SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What the tail sampler reads of a span. */
export type TailSpan = Pick<ReadableSpan, 'spanContext' | 'status' | 'duration' | 'attributes' | 'events'> & {
  readonly parentSpanContext?: SpanContext | undefined;
};

/** Why a trace is kept: `error`, `slow`, `marked` by security, decided upstream (`remote`), or one of the ratio. */
export type Reason = 'error' | 'slow' | 'marked' | 'remote' | 'ratio';

/** Set to true on any span of a trace, it keeps the trace. */
export const KEEP = 'vigil.keep';

/** What a span that has ended says for keeping its trace by itself; of durations only a local root's counts. */
export function reasonOf({ attributes, status, duration }: TailSpan, isRoot: boolean, slow: number): Reason | undefined {
  if (attributes[KEEP] === true) return 'marked';
  if (status.code === SpanStatusCode.ERROR) return 'error';
  return isRoot && duration[0] * 1e3 + duration[1] / 1e6 >= slow ? 'slow' : undefined;
}

/** 52 bits of a trace id, the last but one nibble of the 56 random ones left out: what a number holds exactly. */
const RANDOM_BITS = 2 ** 52;

/** Whether a trace id is among the ratio to be kept. By the id, so that all services with one ratio agree (OTEP 235). */
export function isOfRatio(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(18, 31), 16) >= (1 - ratio) * RANDOM_BITS;
}

const SPAN_BYTES = 600;
const ENTRY_BYTES = 40;

/** About how much memory a span holds. Measuring it would cost more than holding it. */
export function bytesOf({ attributes, events }: TailSpan): number {
  let bytes = SPAN_BYTES + bytesOfAttributes(attributes);
  for (const event of events) bytes += SPAN_BYTES / 2 + bytesOfAttributes(event.attributes ?? {});
  return bytes;
}

function bytesOfAttributes(attributes: TailSpan['attributes']): number {
  let bytes = 0;
  for (const key in attributes) bytes += ENTRY_BYTES + key.length + textLength(attributes[key]);
  return bytes;
}

function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  return Array.isArray(value) ? value.reduce<number>((sum, one) => sum + 8 + textLength(one), 0) : 8;
}
