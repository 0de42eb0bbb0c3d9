import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import type { ClientObserver, OutboundRequest } from './client-observer.ts';

const CALL: unique symbol = Symbol('vigil.call') as never;
const RESPONSE: unique symbol = Symbol('vigil.response') as never;

type WatchedRequest<Call> = ClientRequest & {
  [CALL]?: Call;
  [RESPONSE]?: IncomingMessage;
  /** Node's own, undocumented since ever. */
  readonly res?: IncomingMessage & { readonly upgrade?: boolean };
};

/** Watches what goes out through `node:http` and `node:https`, the application's own and its libraries'. */
export function watchHttpClient<Call>(observer: ClientObserver<Call>, guard: Guard): Stop {
  const onClose = guard('http-client:close', function close(this: WatchedRequest<Call>) {
    const call = this[CALL];
    if (call === undefined) return;
    // The channel is silent on a switch of protocols: a WebSocket's handshake, a tunnel. Its answer is whole by then.
    const switched = this.res?.upgrade === true ? this.res : undefined;
    if (switched !== undefined) tellAnswer(call, switched);
    observer.closed(call, switched !== undefined || (this[RESPONSE]?.complete ?? false));
  });
  const tellAnswer = (call: Call, response: IncomingMessage): void => {
    observer.connected(call, response.socket.remoteAddress, response.socket.remotePort);
    observer.responded(call, { status: response.statusCode ?? 0, protocolVersion: response.httpVersion });
  };

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
        tellAnswer(call, response);
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

/** What a request keeps of its head once that is text; Node's own. */
interface WrittenHead {
  _header?: unknown;
  _headerSent?: boolean;
  /** What waits for the connection. */
  readonly outputData?: readonly { data: unknown }[];
}

/** What Node lets into no header: a line break would begin another one, or another request. */
const REFUSED = /[^\t\u0020-\u007e\u0080-\u00ff]/;

/** Headers given as an array, or with `Expect`, are text already when the channel tells; then the line is put in there. */
function setHeader(request: ClientRequest & WrittenHead, name: string, value: string): void {
  if (!request.headersSent) return void request.setHeader(name, value);
  const head = request._header;
  if (typeof head !== 'string' || REFUSED.test(value)) return;
  const longer = withLine(head, name, value);
  const waiting = request.outputData?.[0];
  if (request._headerSent === false) request._header = longer;
  else if (waiting?.data === head) request._header = waiting.data = longer;
}

/** In the place of what the application has written under this name, as `setHeader` has it: a `traceparent` that comes twice is none. */
function withLine(head: string, name: string, value: string): string {
  const [first = '', ...lines] = head.slice(0, -'\r\n\r\n'.length).split('\r\n');
  const others = lines.filter((line) => !line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return [first, ...others, `${name}: ${value}`, '', ''].join('\r\n');
}
