import {
  JsonLogsSerializer, JsonMetricsSerializer, JsonTraceSerializer, ProtobufLogsSerializer, ProtobufMetricsSerializer, ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ExportTarget, Signal } from './message.ts';

/** OTLP's partial success: the request was taken, some of its items were not. An answer that cannot be read says nothing. */
export function rejectedItems(signal: Signal, protocol: ExportTarget['protocol'], body: Uint8Array): number {
  const isJson = protocol === 'http/json';
  try {
    // JSON writes 64-bit numbers as text.
    if (signal === 'traces') return Number((isJson ? JsonTraceSerializer : ProtobufTraceSerializer).deserializeResponse(body).partialSuccess?.rejectedSpans ?? 0);
    if (signal === 'logs') return Number((isJson ? JsonLogsSerializer : ProtobufLogsSerializer).deserializeResponse(body).partialSuccess?.rejectedLogRecords ?? 0);
    const { partialSuccess } = (isJson ? JsonMetricsSerializer : ProtobufMetricsSerializer).deserializeResponse(body);
    return Number(partialSuccess?.rejectedDataPoints ?? 0) > 0 ? 1 : 0;
  } catch {
    return 0;
  }
}
