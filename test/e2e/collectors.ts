import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startReceiver, type Answer, type Call, type Receiver, type ReceiverOptions } from '@vigil/cli';
import { freePorts } from '../support/free-ports.ts';

/** What a collector took and kept: spans, metric exports, log records. */
export interface Taken {
  readonly spans: number;
  readonly metrics: number;
  readonly logs: number;
}

/** The other side of the export, in whatever state. */
export interface Collector {
  readonly url: string;
  /** Undefined when it says yes to everything and does not tell what it keeps. */
  taken(): Taken | undefined;
  close(): Promise<void>;
}

export interface CollectorState {
  readonly name: string;
  /** Never answers, so that only the deadline ends the waiting. */
  readonly silent?: true;
  open(): Promise<Collector>;
}

const NOTHING: Taken = { spans: 0, metrics: 0, logs: 0 };

/** Every state that a collector was ever met in. */
export const COLLECTORS: readonly CollectorState[] = [
  { name: 'answers', open: () => receiving({}) },
  { name: 'answers slowly', open: () => receiving({ respond: () => new Promise((resolve) => setTimeout(resolve, 200, undefined)) }) },
  { name: 'takes all but two spans of a request', open: () => receiving({}, 2) },
  { name: 'refuses (400)', open: () => receiving({ respond: () => ({ status: 400 }) }) },
  { name: 'asks to come back in an hour (503)', open: () => receiving({ respond: () => ({ status: 503, headers: { 'retry-after': '3600' } }) }) },
  { name: 'closes the connection', open: () => receiving({ respond: () => 'reset' }) },
  { name: 'is dead', open: dead },
  { name: 'says yes in HTML', open: () => answering((request, response) => request.resume().on('end', () => response.end('<html>yes</html>')), undefined) },
  { name: 'sends somewhere else (302)', open: () => answering((request, response) => request.resume().on('end', () => response.writeHead(302, { location: '/login' }).end()), NOTHING) },
  { name: 'answers what is no HTTP', open: () => speaking((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))) },
  { name: 'takes all and never answers', silent: true, open: () => speaking((socket) => socket.resume()) },
  { name: 'is half open: takes the connection and reads nothing', silent: true, open: () => speaking((socket) => socket.pause()) },
  { name: 'trickles its answer', silent: true, open: () => speaking(trickle) },
];

/** Keeps what it takes, less so many spans of each request, and says so. */
async function receiving(options: ReceiverOptions, refused: number = 0): Promise<Collector> {
  let rejected = 0;
  const refuseSome = ({ batch }: Call): Answer => {
    rejected += Math.min(refused, batch.spans.length);
    return { status: 200, rejected: Math.min(refused, batch.spans.length) };
  };
  const receiver: Receiver = await startReceiver(refused > 0 ? { respond: refuseSome } : options);
  const kept = (signal: string): number => receiver.requests.filter((request) => request.signal === signal && request.status === 200).length;
  return {
    url: receiver.url,
    taken: () => ({ spans: receiver.spans.length - rejected, metrics: kept('metrics'), logs: receiver.logs.length }),
    close: () => receiver.close(),
  };
}

async function dead(): Promise<Collector> {
  const [port] = await freePorts(1);
  return { url: `http://127.0.0.1:${port}`, taken: () => NOTHING, close: async () => {} };
}

async function answering(listener: RequestListener, taken: Taken | undefined): Promise<Collector> {
  return listening(createHttpServer(listener), taken);
}

async function speaking(onSocket: (socket: Socket) => void): Promise<Collector> {
  return listening(createServer((socket) => onSocket(socket.on('error', () => {}))), NOTHING);
}

async function listening(server: Server, taken: Taken | undefined): Promise<Collector> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken: () => taken, close };
}

/** A head without an end, a byte at a time: a time-out of the socket would never see it. */
function trickle(socket: Socket): void {
  socket.resume().write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}
