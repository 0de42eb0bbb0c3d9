import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Guard } from '@vigil/events';
import type { Exchange } from '../http-server/exchange.ts';
import { exchangeOf } from '../http-server/exchange-of.ts';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import type { MiddlewareObserver, Step } from './middleware-observer.ts';

/** What the package `router` tells, 2.3 and later. */
interface LayerMessage {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** One of a route has a method, if only an empty one that stands for all. */
  readonly layer: { readonly name?: string; readonly method?: string };
  readonly handler: { readonly name: string; readonly stack?: unknown };
  /** What of the path has matched, as it was written. */
  readonly route?: unknown;
  readonly error?: unknown;
}

/**
 * Watches the functions that a request passes through in Express 5. Each takes until the next one begins, fails, or the
 * response is done: how long it waits before it calls `next` is nowhere told. Routers are left out, their functions are in.
 */
export function watchExpressMiddleware<Opened>(observer: MiddlewareObserver<Opened>, guard: Guard): Stop {
  const open = new WeakMap<Exchange, { opened: Opened | undefined }>();
  const end = (exchange: Exchange, error: unknown): void => {
    const current = open.get(exchange);
    if (current?.opened === undefined) return;
    observer.end(current.opened, error);
    current.opened = undefined;
  };
  const onClose = guard('express:middleware:close', (exchange: Exchange) => end(exchange, undefined));
  const currentOf = (exchange: Exchange, response: ServerResponse): { opened: Opened | undefined } => {
    const known = open.get(exchange);
    if (known !== undefined) return known;
    const current = { opened: undefined };
    open.set(exchange, current);
    response.once('close', () => onClose(exchange));
    return current;
  };
  return stopAll([
    watchChannel<LayerMessage>('tracing:express.router.request:start', guard, (message) => {
      const exchange = exchangeOf(message.req);
      if (exchange === undefined) return;
      end(exchange, undefined);
      if (message.handler.stack === undefined) currentOf(exchange, message.res).opened = observer.begin(exchange, stepOf(message));
    }),
    watchChannel<LayerMessage>('tracing:express.router.request:error', guard, ({ req, error }) => {
      const exchange = exchangeOf(req);
      if (exchange !== undefined) end(exchange, error);
    }),
  ]);
}

function stepOf({ layer, handler, route }: LayerMessage): Step {
  const name = handler.name || (layer.name ?? '');
  const isHandler = 'method' in layer;
  return {
    framework: 'express', kind: isHandler ? 'handler' : 'middleware', name: name === '<anonymous>' ? '' : name,
    route: isHandler && typeof route === 'string' ? route : undefined,
  };
}
