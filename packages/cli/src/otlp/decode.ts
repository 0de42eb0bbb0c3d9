import { readJson } from './json-reader.ts';
import { Malformed } from './malformed.ts';
import { readProtobuf } from './protobuf-reader.ts';
import { toLogs } from './received-logs.ts';
import { toMetrics } from './received-metrics.ts';
import { toSpans } from './received-spans.ts';
import type { ReceivedLog, ReceivedMetric, ReceivedSpan } from './received.ts';
import { logsRequest, metricsRequest, tracesRequest } from './schema.ts';

export type Signal = 'traces' | 'metrics' | 'logs';
export type Encoding = 'protobuf' | 'json';

/** What one request carried: the list of its signal, the other two empty. */
export interface Batch {
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  readonly metrics: readonly ReceivedMetric[];
}

export type Decoded =
  | { readonly batch: Batch; readonly malformed?: undefined }
  | { readonly batch?: undefined; readonly malformed: string };

const empty: Batch = { spans: [], logs: [], metrics: [] };
const requests = { traces: tracesRequest, metrics: metricsRequest, logs: logsRequest };

/** Decodes the body of one OTLP export request, not compressed. A body that is not OTLP is a value, never a throw. */
export function decode(signal: Signal, encoding: Encoding, body: Uint8Array): Decoded {
  try {
    const wire = encoding === 'json' ? readJson(requests[signal], parse(body)) : readProtobuf(requests[signal], body);
    return { batch: toBatch(signal, wire) };
  } catch (error) {
    if (error instanceof Malformed) return { malformed: error.message };
    // What pbf itself throws on garbage: an unknown wire type, a varint without end.
    return { malformed: `the body is not OTLP ${encoding}: ${(error as Error).message}` };
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Malformed(`the body is not JSON: ${(error as Error).message}`);
  }
}

function toBatch(signal: Signal, wire: object): Batch {
  if (signal === 'traces') return { ...empty, spans: toSpans(wire) };
  if (signal === 'logs') return { ...empty, logs: toLogs(wire) };
  return { ...empty, metrics: toMetrics(wire) };
}
