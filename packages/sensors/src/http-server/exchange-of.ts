import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { carriedExchange } from './carried-exchange.ts';
import { connectionOf } from './connection.ts';
import type { Exchange } from './exchange.ts';

/** The exchange of a request that is being served, if it is watched. */
export function exchangeOf(request: IncomingMessage | Http2ServerRequest): Exchange | undefined {
  if (request.httpVersionMajor === 2) return carriedExchange((request as Http2ServerRequest).stream);
  return connectionOf(request.socket)?.find(request as IncomingMessage);
}
