import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deskError } from '../errors.ts';
import type { Batch, Encoding, Signal } from '../otlp/decode.ts';
import type { ReceivedLog, ReceivedMetric, ReceivedSpan } from '../otlp/received.ts';
import { readBatch, readHead } from './exchange.ts';
import { History, type Evicted, type ReceivedRequest } from './history.ts';
import { sendReply, type Reply } from './reply.ts';
import { Waiters } from './waiters.ts';

/** What `respond` is asked about: a request that was read and decoded, and is not answered yet. */
export interface Call {
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly headers: IncomingMessage['headers'];
  readonly batch: Batch;
  /** How many requests the receiver was asked before this one. */
  readonly index: number;
}

/** Another answer than "all accepted"; `reset` closes the connection without any. Only answers below 300 keep the telemetry. */
export type Answer = Reply | 'reset' | undefined;

export interface ReceiverOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** How many spans, logs, metrics and requests are kept, of each. */
  readonly capacity?: number;
  readonly onSpans?: (spans: readonly ReceivedSpan[]) => void;
  readonly onLogs?: (logs: readonly ReceivedLog[]) => void;
  readonly onMetrics?: (metrics: readonly ReceivedMetric[]) => void;
  /** Lets a test refuse, or be slow: the answer waits for its promise. */
  readonly respond?: (call: Call) => Answer | Promise<Answer>;
}

/** What `waitFor` goes on waiting for. */
export type Falsy = false | 0 | 0n | '' | null | undefined;

export interface Receiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly port: number;
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  readonly metrics: readonly ReceivedMetric[];
  /** Every request that was addressed rightly, also the refused ones. */
  readonly requests: readonly ReceivedRequest[];
  readonly evicted: Readonly<Evicted>;
  clear(): void;
  /** Resolves with the first truthy value of `predicate`, asked now and after each request; rejects after `ms` (default 5000). */
  waitFor<T>(predicate: (receiver: Receiver) => T, ms?: number): Promise<Exclude<T, Falsy>>;
  close(): Promise<void>;
}

/** Starts an OTLP/HTTP receiver that keeps what it is sent. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { port = 0, host = '127.0.0.1', capacity = 20_000 } = options;
  const history = new History(capacity);
  const waiters = new Waiters();
  let asked = 0;
  const server = createServer((request, response) => {
    receive(request, response, options, history, () => asked++)
      .catch((error: Error) => fail(response, error))
      .finally(() => waiters.look());
  });
  await listen(server, port, host);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  const receiver: Receiver = {
    url,
    port: bound,
    spans: history.spans,
    logs: history.logs,
    metrics: history.metrics,
    requests: history.requests,
    evicted: history.evicted,
    clear: () => history.clear(),
    waitFor: (predicate, ms = 5000) => waiters.add(() => predicate(receiver), ms, () => ({ ms, url, arrived: arrivedIn(history) })),
    close: async () => {
      waiters.close(url);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function arrivedIn({ spans, logs, metrics, requests }: History): string {
  return `${requests.length} requests with ${spans.length} spans, ${logs.length} logs, ${metrics.length} metrics`;
}

async function receive(
  request: IncomingMessage, response: ServerResponse, options: ReceiverOptions, history: History, nextIndex: () => number,
): Promise<void> {
  const head = readHead(request);
  if ('refusal' in head) {
    request.resume();
    return sendReply(response, head.encoding, head.refusal);
  }
  const { batch, bytes, refusal } = await readBatch(request, head);
  const { signal, encoding, headers } = head;
  const answer = batch ? ((await options.respond?.({ signal, encoding, headers, batch, index: nextIndex() })) ?? { status: 200 }) : refusal;
  history.addRequest({ ...head, bytes, items: batch && countOf(batch), status: answer === 'reset' ? 0 : answer.status });
  if (answer === 'reset') return void request.socket.destroy();
  if (batch && answer.status < 300) deliver(batch, options, history);
  sendReply(response, encoding, answer, signal);
}

function countOf({ spans, logs, metrics }: Batch): number {
  return spans.length + logs.length + metrics.length;
}

function deliver(batch: Batch, options: ReceiverOptions, history: History): void {
  history.add(batch);
  if (batch.spans.length > 0) options.onSpans?.(batch.spans);
  if (batch.logs.length > 0) options.onLogs?.(batch.logs);
  if (batch.metrics.length > 0) options.onMetrics?.(batch.metrics);
}

function fail(response: ServerResponse, error: Error): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  sendReply(response, 'json', { status: 500, message: error.message });
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  const codes: Record<string, 'VIGIL_PORT_IN_USE' | 'VIGIL_PORT_FORBIDDEN' | 'VIGIL_HOST_UNKNOWN'> = {
    EADDRINUSE: 'VIGIL_PORT_IN_USE', EACCES: 'VIGIL_PORT_FORBIDDEN', EADDRNOTAVAIL: 'VIGIL_HOST_UNKNOWN', ENOTFOUND: 'VIGIL_HOST_UNKNOWN',
  };
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = codes[error.code ?? ''];
      reject(code ? deskError(code, { host, port }) : error);
    });
    server.listen(port, host, resolve);
  });
}
