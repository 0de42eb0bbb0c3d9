import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { decode, type Batch, type Encoding, type Signal } from '../otlp/decode.ts';
import { isKnownCompression, maxBodyBytes, readBody, type Compression } from './body.ts';
import { encodingOf, type Reply } from './reply.ts';

const signals = new Map<string, Signal>([['/v1/traces', 'traces'], ['/v1/metrics', 'metrics'], ['/v1/logs', 'logs']]);

/** A request that is addressed to us in a form that we read. */
export interface Head {
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly compression: Compression;
  readonly headers: IncomingHttpHeaders;
}

/** Judges a request by its first lines alone. */
export function readHead({ method, url, headers }: IncomingMessage): Head | { refusal: Reply; encoding: Encoding | undefined } {
  const signal = signals.get(url?.split('?', 1)[0] ?? '');
  const encoding = encodingOf(headers['content-type']);
  const compression = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const refuse = (status: number, message: string, more = {}) => ({ refusal: { status, message, headers: more }, encoding });

  if (!signal) return refuse(404, `there is no ${url?.slice(0, 200)}; OTLP is at ${[...signals.keys()].join(', ')}`);
  if (method !== 'POST') return refuse(405, `${method} is not POST`, { allow: 'POST' });
  if (!encoding) return refuse(415, `content type ${headers['content-type']} is not application/x-protobuf or application/json`);
  if (!isKnownCompression(compression)) return refuse(415, `content encoding ${compression} is not gzip, deflate or identity`);
  return { signal, encoding, compression, headers };
}

export type BatchOrRefusal =
  | { readonly batch: Batch; readonly bytes: number; readonly refusal?: undefined }
  | { readonly batch?: undefined; readonly bytes: number; readonly refusal: Reply };

/** Reads and decodes the body, or says why it cannot. */
export async function readBatch(request: IncomingMessage, { signal, encoding, compression }: Head): Promise<BatchOrRefusal> {
  const body = await readBody(request, compression);
  if (body.problem === 'too large') return { bytes: 0, refusal: tooLarge(request) };
  if (body.problem) return { bytes: 0, refusal: { status: 400, message: `the body is ${body.problem}` } };
  const { batch, malformed } = decode(signal, encoding, body.bytes);
  const bytes = body.bytes.length;
  return batch ? { batch, bytes } : { bytes, refusal: { status: 400, message: malformed } };
}

// The rest of the body is not worth keeping: the connection ends with the answer.
function tooLarge(request: IncomingMessage): Reply {
  request.resume();
  return { status: 413, message: `the body is larger than ${maxBodyBytes} bytes`, headers: { connection: 'close' } };
}
