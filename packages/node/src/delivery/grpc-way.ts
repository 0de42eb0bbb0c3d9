import nodeModule from 'node:module';
import type { ExportTarget, Signal } from './message.ts';
import type { Attempt } from './post.ts';
import type { Way } from './way.ts';

/** What is used of `@grpc/grpc-js`, which an application brings along. */
interface Grpc {
  readonly credentials: {
    createInsecure(): unknown;
    createSsl(ca: Buffer | null, key: Buffer | null, cert: Buffer | null): unknown;
  };
  readonly Metadata: { fromHttp2Headers(headers: Readonly<Record<string, string>>): unknown };
  readonly Client: new (address: string, credentials: unknown, options: object) => {
    makeUnaryRequest(
      path: string, encode: (body: Uint8Array) => Buffer, decode: (body: Buffer) => Buffer, body: Uint8Array, metadata: unknown,
      options: { deadline: number }, onAnswer: (error: { code: number; details?: string } | null, body?: Buffer) => void,
    ): unknown;
    close(): void;
  };
}

const SERVICES: Readonly<Record<Signal, string>> = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' };
/** OTLP: these statuses ask for another attempt, all others are final. Cancelled, deadline, exhausted, aborted, range, unavailable, loss. */
const RETRYABLE: ReadonlySet<number> = new Set([1, 4, 8, 10, 11, 14, 15]);
const GZIP = 2;

/**
 * OTLP over gRPC. The encoded request is the same as over HTTP, so it is sent as it is; the library's own stubs are not needed.
 */
export function grpcWay(signal: Signal, target: ExportTarget, file: string, userAgent: string): Way {
  const grpc = nodeModule.createRequire(file)(file) as Grpc;
  const { host, protocol } = new URL(target.url);
  const client = new grpc.Client(host, protocol === 'http:' ? grpc.credentials.createInsecure() : ssl(grpc, target), {
    'grpc.primary_user_agent': userAgent,
    ...(target.gzip ? { 'grpc.default_compression_algorithm': GZIP } : {}),
  });
  const metadata = grpc.Metadata.fromHttp2Headers(lowerCased(target.headers));
  const path = `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`;
  const post = (body: Uint8Array, timeout: number): Promise<Attempt> => new Promise((resolve) => {
    client.makeUnaryRequest(path, asBuffer, (answer) => answer, body, metadata, { deadline: Date.now() + timeout }, (error, answer) => {
      resolve(error === null ? { taken: true, body: answer ?? new Uint8Array(0) } : refusal(error.code));
    });
  });
  return { protocol: 'grpc', timeout: target.timeout, gzip: false, post, close: () => client.close() };
}

function ssl(grpc: Grpc, { ca, cert, key }: ExportTarget): unknown {
  const pem = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
  const ours = cert !== undefined && key !== undefined;
  return grpc.credentials.createSsl(pem(ca), ours ? pem(key) : null, ours ? pem(cert) : null);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function asBuffer(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** The status's own words are never repeated: they may quote what was sent. */
function refusal(code: number): Attempt {
  return { taken: false, error: code === 4 ? 'ETIMEDOUT' : `gRPC status ${code}`, retry: RETRYABLE.has(code) };
}
