import type { ServerHttp2Stream } from 'node:http2';
import type { Exchange } from './exchange.ts';

const EXCHANGE: unique symbol = Symbol('vigil.exchange') as never;

type CarryingStream = ServerHttp2Stream & { [EXCHANGE]?: Exchange };

/** A stream of HTTP/2 carries one exchange, and keeps it itself. */
export function carryExchange(stream: ServerHttp2Stream, exchange: Exchange): void {
  (stream as CarryingStream)[EXCHANGE] = exchange;
}

export function carriedExchange(stream: ServerHttp2Stream): Exchange | undefined {
  return (stream as CarryingStream)[EXCHANGE];
}
