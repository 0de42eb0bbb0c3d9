import type { IncomingMessage } from 'node:http';
import type { Exchange, ServerObserver } from './exchange.ts';

/** True for a request whose body is still to come. Only these pay for the binding. */
export function announcesBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

/**
 * Runs a request's events in the exchange's context. Node emits `data` and `end` of a body in the context of the
 * connection, where nobody's span is current (nodejs/node#41285, open since 2021); no channel tells of them.
 */
export function bindBodyEvents<E extends Exchange>(request: IncomingMessage, exchange: E, observer: ServerObserver<E>): void {
  const emit = request.emit;
  request.emit = function emitInContext(this: IncomingMessage, ...args: Parameters<typeof emit>): boolean {
    if (observer.isCurrent(exchange)) return emit.apply(this, args);
    return observer.run(exchange, () => emit.apply(this, args));
  } as typeof emit;
}
