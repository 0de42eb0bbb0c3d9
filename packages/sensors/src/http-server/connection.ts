import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange } from './exchange.ts';

const CONNECTION: unique symbol = Symbol('vigil.connection') as never;

/** Whoever watches connections, until it is over: what it has left on a socket is nothing then. */
export interface Watch {
  isOver: boolean;
}

type CarryingSocket = Socket & { [CONNECTION]?: Connection };

/**
 * The exchanges that are open on one socket, oldest first. State lives on the socket because a property on the response
 * made Express 5 µs slower a request and a WeakMap 10 (research, Node 24); answers leave in the order of the requests.
 */
export class Connection {
  readonly watch: Watch;
  #current: Exchange | null = null;
  /** Only pipelining fills it; Node itself stops reading a socket whose answers pile up, so the client cannot grow it. */
  #waiting: Exchange[] | null = null;

  constructor(watch: Watch) {
    this.watch = watch;
  }

  get isNew(): boolean {
    return this.#current === null && this.#waiting === null;
  }

  open(exchange: Exchange): void {
    if (this.#current === null) this.#current = exchange;
    else (this.#waiting ??= []).push(exchange);
  }

  find(request: IncomingMessage): Exchange | undefined {
    if (this.#current?.request === request) return this.#current;
    return this.#waiting?.find((exchange) => exchange.request === request);
  }

  close(exchange: Exchange): void {
    if (this.#current === exchange) this.#current = this.#waiting?.shift() ?? null;
    else this.#waiting = this.#waiting?.filter((other) => other !== exchange) ?? null;
  }

  /** All that is still open, taken out. */
  drain(): Exchange[] {
    const open = this.#current === null ? [] : [this.#current, ...(this.#waiting ?? [])];
    this.#current = this.#waiting = null;
    return open;
  }
}

/** Undefined for a connection that is not watched (any more), and for what a test hands over in place of one. */
export function connectionOf(socket: Socket | undefined): Connection | undefined {
  const connection = (socket as CarryingSocket | undefined)?.[CONNECTION];
  return connection === undefined || connection.watch.isOver ? undefined : connection;
}

export function openConnection(socket: Socket, watch: Watch): Connection {
  return ((socket as CarryingSocket)[CONNECTION] = new Connection(watch));
}
