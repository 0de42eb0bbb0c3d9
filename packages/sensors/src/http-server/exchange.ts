import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * One inbound request, from its first byte to the end of its response. The observer makes it (it may be span and context
 * in one); the sensor keeps it on the connection and fills in what the framework tells.
 */
export interface Exchange {
  /** Emptied when the exchange ends: a parked async context may outlive the request (nodejs/node#61882). */
  request: IncomingMessage | null;
  response: ServerResponse | null;
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
  open(request: IncomingMessage, response: ServerResponse, socket: Socket): E;
  /** Makes the exchange's context the current one, for the rest of this synchronous run and what comes of it. */
  enter(exchange: E): void;
  isCurrent(exchange: E): boolean;
  /** Calls `fn` in the exchange's context. */
  run<Result>(exchange: E, fn: () => Result): Result;
  close(exchange: E, ending: Ending): void;
}
