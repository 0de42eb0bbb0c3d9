import { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** What a channel of Node's tells of one request. */
export interface RequestMessage {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Socket;
  server: Server;
}

/** Node's own objects, of a request that a browser might send, without a connection. They serve again and again. */
export function standInRequest(path: string): RequestMessage {
  const socket = Object.defineProperties(new Socket(), { remoteAddress: { value: '127.0.0.1' }, remotePort: { value: 40_000 } });
  const request = new IncomingMessage(socket);
  const headers = { Host: 'shop.example:8080', 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', Accept: 'application/json', Connection: 'keep-alive' };
  request.rawHeaders = Object.entries(headers).flat();
  Object.assign(request, { method: 'GET', url: path, httpVersion: '1.1', httpVersionMajor: 1, httpVersionMinor: 1 });
  return { request, response: new ServerResponse(request), socket, server: new Server() };
}
