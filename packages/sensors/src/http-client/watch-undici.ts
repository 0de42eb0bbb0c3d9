import type { Socket } from 'node:net';
import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import type { ClientObserver, OutboundRequest } from './client-observer.ts';
import { Origins, type Origin } from './origins.ts';

const CALL: unique symbol = Symbol('vigil.call') as never;

/** undici's request as its channels show it (Node's own `fetch` and the npm package publish on the same ones). */
interface UndiciRequest<Call> {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  /** `websocket`, say; Node's own WebSocket is a request of undici too. */
  readonly upgrade?: unknown;
  readonly headers: readonly (string | string[])[] | string;
  addHeader(name: string, value: string): unknown;
  [CALL]?: Call | undefined;
}

/** Watches what goes out through `fetch` and undici. */
export function watchUndici<Call>(observer: ClientObserver<Call>, guard: Guard): Stop {
  const origins = new Origins();
  type Message<More = unknown> = { readonly request: UndiciRequest<Call> } & More;
  const end = (request: UndiciRequest<Call>, call: Call, complete: boolean): void => {
    request[CALL] = undefined;
    observer.closed(call, complete);
  };
  const watch = <More>(name: string, tell: (call: Call, message: Message<More>) => void): Stop =>
    watchChannel<Message<More>>(name, guard, (message) => {
      const call = message.request[CALL];
      if (call !== undefined) tell(call, message);
    });

  return stopAll([
    watchChannel<Message>('undici:request:create', guard, ({ request }) => {
      const call = observer.open(describe(request, origins.of(request.origin)));
      if (call !== undefined) request[CALL] = call;
    }),
    watch<{ socket: Socket & { alpnProtocol?: unknown } }>('undici:client:sendHeaders', (call, { request, socket }) => {
      observer.connected(call, socket.remoteAddress, socket.remotePort, socket.alpnProtocol === 'h2' ? '2' : '1.1');
      // No channel tells the answer to a switch of protocols (WebSocket, a tunnel): this is the last word on it.
      if (request.method === 'CONNECT' || Boolean(request.upgrade)) end(request, call, true);
    }),
    watch<{ response: { statusCode: number } }>('undici:request:headers', (call, { response }) => {
      observer.responded(call, { status: response.statusCode, protocolVersion: undefined });
    }),
    watch('undici:request:trailers', (call, { request }) => end(request, call, true)),
    watch<{ error: unknown }>('undici:request:error', (call, { request, error }) => {
      observer.failed(call, error);
      end(request, call, false);
    }),
  ]);
}

function describe<Call>(request: UndiciRequest<Call>, { scheme, host, port }: Origin): OutboundRequest {
  return {
    method: request.method,
    scheme,
    host,
    port,
    path: request.path,
    // undici can only add; a header that the application wrote itself stays the only one.
    setHeader: (name, value) => hasHeader(request.headers, name) || request.addHeader(name, value),
  };
}

function hasHeader(headers: UndiciRequest<unknown>['headers'], name: string): boolean {
  if (typeof headers === 'string') return new RegExp(`^${name}:`, 'im').test(headers);
  for (let i = 0; i < headers.length; i += 2) if (String(headers[i]).toLowerCase() === name) return true;
  return false;
}
