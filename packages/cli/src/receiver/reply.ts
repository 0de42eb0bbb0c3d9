import type { ServerResponse } from 'node:http';
import { PbfWriter } from 'pbf';
import type { Encoding, Signal } from '../otlp/decode.ts';

const contentTypes: Record<Encoding, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };
const rejectedNames: Record<Signal, string> = { traces: 'rejectedSpans', metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords' };

// google.rpc.Code for what an OTLP/HTTP receiver refuses; anything else is UNKNOWN.
const rpcCodes: Record<number, number> = { 400: 3, 404: 5, 405: 12, 413: 8, 415: 3, 429: 8, 500: 13, 502: 14, 503: 14, 504: 4 };

/** An answer as the specification has it: success, partial success, or a Status with a message. */
export interface Reply {
  readonly status: number;
  readonly message?: string;
  readonly rejected?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Which encoding a content type names, if it is one of OTLP's. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === contentTypes.protobuf) return 'protobuf';
  return type === contentTypes.json ? 'json' : undefined;
}

/** Sends the answer in the encoding that was asked; a request whose encoding is unknown is answered in JSON. */
export function sendReply(response: ServerResponse, encoding: Encoding | undefined, reply: Reply, signal: Signal = 'traces'): void {
  const answerAs = encoding ?? 'json';
  const body = reply.status < 300 ? successBody(signal, answerAs, reply) : statusBody(answerAs, reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-type': contentTypes[answerAs], 'content-length': body.length });
  response.end(body);
}

function successBody(signal: Signal, encoding: Encoding, { rejected = 0, message = '' }: Reply): Uint8Array {
  const isPartial = rejected > 0 || message !== '';
  if (encoding === 'json') {
    const partial = { partialSuccess: { [rejectedNames[signal]]: String(rejected), errorMessage: message } };
    return Buffer.from(JSON.stringify(isPartial ? partial : {}));
  }
  const writer = new PbfWriter();
  if (isPartial) writer.writeMessage(1, writeNumberAndText, { number: rejected, text: message });
  return writer.finish();
}

function statusBody(encoding: Encoding, { status, message = '' }: Reply): Uint8Array {
  const code = rpcCodes[status] ?? 2;
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new PbfWriter();
  writeNumberAndText({ number: code, text: message }, writer);
  return writer.finish();
}

// google.rpc.Status and the three partial successes have the same first two fields.
function writeNumberAndText({ number, text }: { number: number; text: string }, writer: PbfWriter): void {
  writer.writeVarintField(1, number);
  writer.writeStringField(2, text);
}
