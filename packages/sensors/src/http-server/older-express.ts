import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { Guard } from '@vigil/events';
import { exchangeOf } from './exchange-of.ts';

const WATCHED: unique symbol = Symbol('vigil.watched') as never;

type Next = (error?: unknown) => void;
type ErrorHandler = (this: unknown, error: unknown, request: IncomingMessage, response: unknown, next: Next) => void;

/** What an error passes through on its way out, once for each layer that comes after the one that it arose in. */
interface LayerPrototype {
  /** Express 4. */
  handle_error?: ErrorHandler;
  /** `router` 2. */
  handleError?: ErrorHandler;
  [WATCHED]?: true;
}

interface Application {
  use(handler: ErrorHandler): void;
  /** Express 4, whose `router` is a getter that throws. */
  lazyrouter?: unknown;
  _router?: { stack?: object[] };
  router?: { stack?: object[] };
}

/**
 * Learns of errors in an Express whose router does not keep them (Express 4, `router` before 2.3). There is no channel and
 * no hook, so the one method is wrapped that passes errors on, and a handler that passes on is put at the end of the
 * application, for the errors that no other handler waits for. Without errors neither is ever called.
 */
export function watchOlderExpress(guard: Guard): (server: Server) => void {
  const see = guard('express:error', (request: IncomingMessage, error: unknown) => {
    const exchange = exchangeOf(request);
    if (exchange !== undefined) exchange.error = error;
  });
  const watch = guard('express:watch', (server: Server & { [WATCHED]?: true }) => {
    server[WATCHED] = true;
    for (const listener of server.listeners('request')) {
      const app = listener as unknown as Partial<Application>;
      const layer = isOlder(app) ? layersOf(app)[0] : undefined;
      if (layer === undefined) continue;
      wrap(Object.getPrototypeOf(layer) as LayerPrototype, see);
      (app as Application).use((error, _request, _response, next) => next(error));
    }
  });
  return (server: Server & { [WATCHED]?: true }) => {
    if (server[WATCHED] === undefined) watch(server);
  };
}

function layersOf(app: Partial<Application>): object[] {
  return (app.lazyrouter === undefined ? app.router : app._router)?.stack ?? [];
}

function isOlder(app: Partial<Application>): boolean {
  if (typeof app.use !== 'function') return false;
  const [layer] = layersOf(app);
  return layer !== undefined && !('rawPath' in layer);
}

function wrap(prototype: LayerPrototype, see: (request: IncomingMessage, error: unknown) => void): void {
  const name = typeof prototype.handle_error === 'function' ? 'handle_error' : 'handleError';
  const handle = prototype[name];
  if (handle === undefined || prototype[WATCHED] === true) return;
  prototype[WATCHED] = true;
  prototype[name] = function seeError(error, request, response, next) {
    see(request, error);
    handle.call(this, error, request, response, next);
  };
}
