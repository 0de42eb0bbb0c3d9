import type { IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';

/** What is read of a request, whichever protocol it came by: `IncomingMessage` of HTTP/1, `Http2Message` of HTTP/2. */
export interface ServedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** `1.0`, `1.1` or `2`. */
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[];
}

/** What is read of the answer. */
export interface ServedResponse {
  readonly headersSent: boolean;
  readonly statusCode: number;
}

/**
 * One inbound request, from its first byte to the end of its response. The observer makes it (it may be span and context
 * in one); the sensor keeps it on the connection or stream and fills in what the framework tells.
 */
export interface Exchange {
  /** Emptied when the exchange ends: a parked async context may outlive the request (nodejs/node#61882). */
  request: ServedRequest | null;
  response: ServedResponse | null;
  /** The pattern of the route, as `/orders/:id`; undefined when the framework knows none. */
  route: string | undefined;
  /** What a handler threw or passed on, when the framework told. */
  error: unknown;
  /** Told to the client, as `x-request-id`. */
  readonly requestId: string;
}

/** How an exchange ended: with a whole response, or because the connection went away before that. */
export type Ending = 'finished' | 'aborted';

/** The one who is told of inbound requests. Called directly, once at the start and once at the end. */
export interface ServerObserver<E extends Exchange> {
  open(request: ServedRequest, response: ServedResponse, socket: Socket): E;
  /** Makes the exchange's context the current one, for the rest of this synchronous run and what comes of it. */
  enter(exchange: E): void;
  isCurrent(exchange: E): boolean;
  /** Calls `fn` in the exchange's context. */
  run<Result>(exchange: E, fn: () => Result): Result;
  close(exchange: E, ending: Ending): void;
  /** The W3C `traceparent` that is told to browsers; undefined where none is. */
  readonly traceParent?: ((exchange: E) => string) | undefined;
}
