import { ProtobufLogsSerializer, ProtobufMetricsSerializer, ProtobufTraceSerializer, type ISerializer } from '@opentelemetry/otlp-transformer';
import { ExportResultCode } from '@opentelemetry/core';
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import type { Receipt, Parcel, SenderSettings, Signal } from './message.ts';

interface Delegate {
  export(bytes: Uint8Array, done: (result: { code: number; error?: Error }) => void): void;
}

const CONTENT = { 'Content-Type': 'application/x-protobuf' };
/** Requests under way at once and per signal; the rest wait in the thread's own message queue. */
const CONCURRENCY = 30;
/** The library would count items for metrics of its own; the main thread's ledger counts. */
const UNCOUNTED = { name: 'span', countItems: () => 0 } as const;

/**
 * Sends encoded requests by the exporter library of OpenTelemetry: endpoints, headers, compression, certificates,
 * time-outs and retries are as the specification's variables say.
 */
export class Sender {
  readonly #delegates: Readonly<Record<Signal, Delegate>>;

  constructor(settings: SenderSettings) {
    this.#delegates = {
      traces: delegateOf('TRACES', 'v1/traces', settings, ProtobufTraceSerializer),
      metrics: delegateOf('METRICS', 'v1/metrics', settings, ProtobufMetricsSerializer),
      logs: delegateOf('LOGS', 'v1/logs', settings, ProtobufLogsSerializer),
    };
  }

  send({ id, signal, bytes }: Parcel, done: (receipt: Receipt) => void): void {
    this.#delegates[signal].export(bytes, ({ code, error }) => {
      done({ id, error: code === ExportResultCode.SUCCESS ? undefined : describe(error) });
    });
  }
}

function delegateOf(
  name: string, path: string, { endpoint, headers, userAgent }: SenderSettings,
  serializer: ISerializer<never, unknown>,
): Delegate {
  const url = endpoint === undefined ? {} : { url: `${endpoint.replace(/\/$/, '')}/${path}` };
  const options = convertLegacyHttpOptions({ ...url, headers: { ...headers }, userAgent, concurrencyLimit: CONCURRENCY }, name, path, CONTENT);
  // What comes here is encoded already: the serializer passes it through, and still reads the answer.
  const passThrough: ISerializer<Uint8Array, unknown> = {
    serializeRequest: (bytes) => bytes,
    deserializeResponse: (data) => serializer.deserializeResponse(data),
  };
  return createOtlpHttpExportDelegate(options, passThrough, `vigil_${name.toLowerCase()}`, UNCOUNTED, undefined);
}

/** Node's code says most (`ECONNREFUSED`); then the status; the body of an answer is never repeated. */
function describe(error: Error | undefined): string {
  if (error === undefined) return 'no answer';
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  return typeof code === 'number' ? `HTTP ${code} ${error.message}`.trim() : error.message || error.name;
}
