import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { Server as GrpcServer, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';

/** Something that stands before a receiver, and what it saw. */
export interface Front {
  readonly port: number;
  readonly seen: string[];
  close(): Promise<void>;
}

export const certificateFile: string = fileURLToPath(new URL('../certs/localhost.crt', import.meta.url));
export const keyFile: string = fileURLToPath(new URL('../certs/localhost.key', import.meta.url));

/** HTTPS before a receiver; with `mutual` only for clients that have our certificate. Sees who they are. */
export function startTlsFront(receiver: string, mutual: boolean): Promise<Front> {
  const seen: string[] = [];
  const cert = readFileSync(certificateFile);
  const server = createHttpsServer({ key: readFileSync(keyFile), cert, requestCert: mutual, rejectUnauthorized: mutual, ca: mutual ? [cert] : undefined }, (request, response) => {
    seen.push((request.socket as TLSSocket).authorized ? 'known' : 'anybody');
    forward(request, response, receiver + request.url);
  });
  return front(server, seen);
}

/** A proxy that knows one server, whatever host it is asked for. Sees what it was asked for. */
export function startProxy(receiver: string): Promise<Front> {
  const seen: string[] = [];
  const server = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    forward(request, response, receiver + new URL(request.url ?? '').pathname);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    seen.push(`CONNECT ${request.url}`);
    const { hostname, port } = new URL(receiver);
    const there = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    for (const end of [socket, there]) end.on('error', () => [socket, there].forEach((one) => one.destroy()));
  });
  return front(server, seen);
}

/** OTLP over gRPC before a receiver that speaks HTTP; sees the service and the header `x-key` of each call. */
export async function startGrpcFront(receiver: string, secure: boolean = false): Promise<Front> {
  const seen: string[] = [];
  const server = new GrpcServer();
  for (const [service, signal] of [['trace.v1.TraceService', 'traces'], ['metrics.v1.MetricsService', 'metrics'], ['logs.v1.LogsService', 'logs']] as const) {
    const asIs = (bytes: Buffer): Buffer => bytes;
    const Export = { path: `/opentelemetry.proto.collector.${service}/Export`, requestStream: false, responseStream: false, requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs };
    const implementation: UntypedServiceImplementation = {
      Export: (call: { request: Buffer; metadata: { get(name: string): unknown[] } }, done: (error: null | { code: number }, answer?: Buffer) => void) => {
        seen.push(`${signal} ${call.metadata.get('x-key').join()}`);
        post(`${receiver}/v1/${signal}`, call.request).then((answer) => done(null, answer), () => done({ code: 3 }));
      },
    };
    server.addService({ Export }, implementation);
  }
  const pair = { private_key: readFileSync(keyFile), cert_chain: readFileSync(certificateFile) };
  const credentials = secure ? ServerCredentials.createSsl(null, [pair]) : ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))));
  return { port, seen, close: async () => server.forceShutdown() };
}

async function front(server: Server | ReturnType<typeof createHttpsServer>, seen: string[]): Promise<Front> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port, seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, to: string): void {
  const onward = httpRequest(to, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function post(url: string, body: Buffer): Promise<Buffer> {
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'application/x-protobuf' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return Buffer.from(await answer.arrayBuffer());
}
