import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import type { ClientObserver, OutboundRequest } from './client-observer.ts';

const CALL: unique symbol = Symbol('vigil.call') as never;
const RESPONSE: unique symbol = Symbol('vigil.response') as never;

type WatchedRequest<Call> = ClientRequest & { [CALL]?: Call; [RESPONSE]?: IncomingMessage };

/** Watches what goes out through `node:http` and `node:https`, the application's own and its libraries'. */
export function watchHttpClient<Call>(observer: ClientObserver<Call>, guard: Guard): Stop {
  const onClose = guard('http-client:close', function close(this: WatchedRequest<Call>) {
    const call = this[CALL];
    if (call !== undefined) observer.closed(call, this[RESPONSE]?.complete ?? false);
  });

  return stopAll([
    watchChannel<{ request: WatchedRequest<Call> }>('http.client.request.created', guard, ({ request }) => {
      const call = observer.open(describe(request));
      if (call === undefined) return;
      request[CALL] = call;
      request.once('close', onClose);
    }),
    watchChannel<{ request: WatchedRequest<Call>; response: IncomingMessage }>(
      'http.client.response.finish',
      guard,
      ({ request, response }) => {
        const call = request[CALL];
        if (call === undefined) return;
        request[RESPONSE] = response;
        observer.connected(call, response.socket.remoteAddress, response.socket.remotePort);
        observer.responded(call, { status: response.statusCode ?? 0, protocolVersion: response.httpVersion });
      },
    ),
    watchChannel<{ request: WatchedRequest<Call>; error: unknown }>('http.client.request.error', guard, ({ request, error }) => {
      const call = request[CALL];
      if (call !== undefined) observer.failed(call, error);
    }),
  ]);
}

function describe(request: ClientRequest): OutboundRequest {
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  return {
    method: request.method,
    scheme,
    host: request.host,
    port: portOf(request.getHeader('host'), scheme),
    path: request.path,
    setHeader: (name, value) => setHeader(request, name, value),
  };
}

/** A request does not tell its port, but Node wrote it into the Host header unless it is the scheme's own. */
function portOf(hostHeader: unknown, scheme: OutboundRequest['scheme']): number {
  const port = /:(\d{1,5})$/.exec(String(hostHeader ?? ''))?.[1];
  return port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);
}

/** Headers given as an array, or with `Expect`, are text already when the channel tells; then the line is put in there. */
function setHeader(request: ClientRequest & { _header?: unknown; _headerSent?: boolean }, name: string, value: string): void {
  if (!request.headersSent) request.setHeader(name, value);
  else if (typeof request._header === 'string' && request._headerSent === false) {
    request._header = request._header.replace(/\r\n\r\n$/, `\r\n${name}: ${value}\r\n\r\n`);
  }
}
