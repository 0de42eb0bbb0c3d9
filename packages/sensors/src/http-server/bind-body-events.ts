import type { IncomingMessage } from 'node:http';
import type { Exchange, ServerObserver } from './exchange.ts';

/**
 * True for a request whose body is still to come; only these pay for the binding. Reads the raw list by the length of names:
 * Node would make the object of all headers for us, which an application that reads none never pays for.
 */
export function announcesBody({ rawHeaders }: IncomingMessage): boolean {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 14 && name.toLowerCase() === 'content-length') return rawHeaders[i + 1] !== '0';
    if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') return true;
  }
  return false;
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
