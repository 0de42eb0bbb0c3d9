/** More than one run of the loop ever finishes; beyond it an exchange ends at once. */
const MAX_WAITING = 1000;

/**
 * Exchanges whose response has finished while the application is still being told. Node publishes before it calls the
 * application's own `finish` listeners (loggers, Fastify's `onResponse`), and these may have more to say to the span.
 */
export class Finishing<E> {
  readonly #end: (exchange: E) => void;
  readonly #waiting: E[] = [];
  #watchesExit = false;

  constructor(end: (exchange: E) => void) {
    this.#end = end;
  }

  add(exchange: E): void {
    if (this.#waiting.length >= MAX_WAITING) return this.#end(exchange);
    if (this.#waiting.push(exchange) > 1) return;
    if (!this.#watchesExit) this.#watchExit();
    process.nextTick(this.endAll);
  }

  readonly endAll = (): void => {
    for (const exchange of this.#waiting.splice(0)) this.#end(exchange);
  };

  readonly stop = (): void => {
    process.off('exit', this.endAll);
    this.endAll();
  };

  /**
   * A listener that ends the process leaves no next tick. First of all, before what is queued leaves; and only where something ever waits,
   * for Node warns of more than ten listeners of one event, and these are the application's.
   */
  #watchExit(): void {
    this.#watchesExit = true;
    process.prependOnceListener('exit', this.endAll);
  }
}
