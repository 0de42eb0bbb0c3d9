/**
 * A process of its own: takes OTLP at `/<set-up>/v1/...`, answers at once, and decodes only when asked, between two slices of load,
 * so that counting costs the measured servers nothing. It is the upstream of the outbound route as well.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { addPoints, countSpans, histogramPoints, type SpanCounts } from './otlp-count.ts';

const DURATION = 'http.server.request.duration';

/** What came from one set-up since the sink started. */
export interface Arrivals {
  spans: SpanCounts;
  /** The sum of the duration histogram's counts. */
  requests: number;
}

interface Delivery {
  signal: string;
  gzip: boolean;
  body: Buffer;
}

interface Account {
  waiting: Delivery[];
  spans: SpanCounts;
  durations: Map<string, number>;
}

const accounts = new Map<string, Account>();

function accountOf(name: string): Account {
  const account = accounts.get(name) ?? { waiting: [], spans: {}, durations: new Map() };
  accounts.set(name, account);
  return account;
}

function arrivalsOf(name: string): Arrivals {
  const account = accountOf(name);
  for (const { signal, gzip, body } of account.waiting.splice(0)) {
    const message = gzip ? gunzipSync(body) : body;
    if (signal === 'traces') countSpans(message, account.spans);
    if (signal === 'metrics') addPoints(account.durations, histogramPoints(message, DURATION));
  }
  const requests = [...account.durations.values()].reduce((sum, count) => sum + count, 0);
  return { spans: account.spans, requests };
}

function take(request: IncomingMessage, response: ServerResponse): void {
  const [, name = '', , signal = ''] = request.url!.split('/');
  if (!request.headers['content-type']?.includes('protobuf')) {
    response.writeHead(415).end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    accountOf(name).waiting.push({ signal, gzip: request.headers['content-encoding'] === 'gzip', body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': 0 }).end();
  });
}

const server = createServer((request, response) => {
  if (request.url === '/upstream') response.writeHead(200, { 'content-type': 'application/json' }).end('{"up":true}');
  else take(request, response);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on('message', (name: string) => process.send!(arrivalsOf(name)));
process.on('disconnect', () => process.exit());
// A terminal sends Ctrl-C to the whole group; the bench decides when its processes end.
process.on('SIGINT', () => {});
