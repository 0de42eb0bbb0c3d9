import {
  JsonLogsSerializer, JsonMetricsSerializer, JsonTraceSerializer, ProtobufLogsSerializer, ProtobufMetricsSerializer, ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ExportTarget } from '../delivery/message.ts';

type Encode<Items> = (items: Items) => Uint8Array | undefined;

// gRPC carries the same bytes as HTTP.
const isJson = ({ protocol }: ExportTarget): boolean => protocol === 'http/json';

export function spanEncoder(target: ExportTarget): Encode<ReadableSpan[]> {
  const serializer = isJson(target) ? JsonTraceSerializer : ProtobufTraceSerializer;
  return (spans) => serializer.serializeRequest(spans);
}

export function logEncoder(target: ExportTarget): Encode<ReadableLogRecord[]> {
  const serializer = isJson(target) ? JsonLogsSerializer : ProtobufLogsSerializer;
  return (records) => serializer.serializeRequest(records);
}

export function metricEncoder(target: ExportTarget): Encode<ResourceMetrics> {
  const serializer = isJson(target) ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  return (metrics) => serializer.serializeRequest(metrics);
}
