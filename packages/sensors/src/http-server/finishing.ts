import type { Stop } from '../watch-channel.ts';

/** More than one run of the loop ever finishes; beyond it an exchange ends at once. */
const MAX_WAITING = 1000;

/**
 * Exchanges whose response has finished while the application is still being told. Node publishes before it calls the
 * application's own `finish` listeners (loggers, Fastify's `onResponse`), and these may have more to say to the span.
 */
export class Finishing<E> {
  readonly #end: (exchange: E) => void;
  readonly #waiting: E[] = [];

  constructor(end: (exchange: E) => void) {
    this.#end = end;
  }

  add(exchange: E): void {
    if (this.#waiting.length >= MAX_WAITING) return this.#end(exchange);
    if (this.#waiting.push(exchange) === 1) process.nextTick(this.endAll);
  }

  readonly endAll = (): void => {
    for (const exchange of this.#waiting.splice(0)) this.#end(exchange);
  };

  /** A listener that ends the process leaves no next tick. */
  watchExit(): Stop {
    process.once('exit', this.endAll);
    return () => {
      process.off('exit', this.endAll);
      this.endAll();
    };
  }
}
