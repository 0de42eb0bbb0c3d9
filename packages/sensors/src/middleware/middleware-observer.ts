import type { Exchange } from '../http-server/exchange.ts';

/** One function that a request passes through on its way. */
export interface Step {
  readonly framework: 'express' | 'fastify';
  /** `middleware` of Express, a hook of Fastify by its name (`preHandler`), or the `handler` of a route. */
  readonly kind: string;
  /** Of the function; empty when it has none. */
  readonly name: string;
  /** As far as it is known by then. */
  readonly route: string | undefined;
}

/** The one who is told of steps. Only asked for by who wants to look inside of a request; each costs microseconds. */
export interface MiddlewareObserver<Opened> {
  begin(exchange: Exchange, step: Step): Opened;
  /** `error` is what it threw or passed on; undefined when it did not. */
  end(opened: Opened, error: unknown): void;
}
