/**
 * A process of its own: takes what the measured servers send, each at a port of its own, answers at once, and decodes only when asked,
 * between two slices of load, so that counting costs the measured servers nothing. It is the upstream of the outbound route as well.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { countDatadogSpans } from './datadog-count.ts';
import { addPoints, countSpans, histogramPoints, type SpanCounts } from './otlp-count.ts';
import { countSentrySpans } from './sentry-count.ts';
import { createUpstream } from './upstream.ts';

const DURATION = 'http.server.request.duration';

/** What came from one server since it was first asked for. */
export interface Arrivals {
  /** Where it sends. */
  port: number;
  spans: SpanCounts;
  /** The sum of the duration histogram's counts. */
  requests: number;
}

interface Account {
  port: number;
  waiting: { protocol: Protocol; gzip: boolean; body: Buffer }[];
  spans: SpanCounts;
  durations: Map<string, number>;
}

/** What comes at a path: its type, how it is counted, and the answer that its sender expects. */
interface Protocol {
  path: RegExp;
  type: string;
  count(body: Buffer, account: Account): void;
  answer: string;
}

const protocols: readonly Protocol[] = [
  { path: /^\/v1\/traces$/, type: 'application/x-protobuf', count: (body, { spans }) => void countSpans(body, spans), answer: '' },
  { path: /^\/v1\/metrics$/, type: 'application/x-protobuf', count: (body, { durations }) => addPoints(durations, histogramPoints(body, DURATION)), answer: '' },
  { path: /^\/v1\/logs$/, type: 'application/x-protobuf', count: () => {}, answer: '' },
  { path: /^\/api\/1\/envelope\//, type: '', count: (body, { spans }) => void countSentrySpans(body, spans), answer: '{}' },
  { path: /^\/v0\.4\/traces$/, type: 'application/msgpack', count: (body, { spans }) => void countDatadogSpans(body, spans), answer: '{"rate_by_service":{}}' },
];

const accounts = new Map<string, Account>();

async function arrivalsOf(name: string): Promise<Arrivals> {
  const account = accounts.get(name) ?? (await openAccount(name));
  for (const { protocol, gzip, body } of account.waiting.splice(0)) protocol.count(gzip ? gunzipSync(body) : body, account);
  const requests = [...account.durations.values()].reduce((sum, count) => sum + count, 0);
  return { port: account.port, spans: account.spans, requests };
}

/** A port for each, because not every sender can be given a path. */
async function openAccount(name: string): Promise<Account> {
  const server = createServer((request, response) => take(request, response, account));
  server.keepAliveTimeout = 600_000;
  const account: Account = { port: await listening(server), waiting: [], spans: {}, durations: new Map() };
  accounts.set(name, account);
  return account;
}

function take(request: IncomingMessage, response: ServerResponse, account: Account): void {
  const protocol = protocols.find(({ path }) => path.test(request.url!));
  if (!protocol || !(request.headers['content-type'] ?? '').startsWith(protocol.type)) {
    response.writeHead(protocol ? 415 : 404).end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    account.waiting.push({ protocol, gzip: request.headers['content-encoding'] === 'gzip', body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': protocol.type || 'application/json', 'content-length': protocol.answer.length }).end(protocol.answer);
  });
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const upstreamPort = await listening(createUpstream());
process.on('message', (name: string) => void arrivalsOf(name).then((arrivals) => process.send!(arrivals)));
process.on('disconnect', () => process.exit());
// A terminal sends Ctrl-C to the whole group; the bench decides when its processes end.
process.on('SIGINT', () => {});
process.send!({ upstreamPort });
