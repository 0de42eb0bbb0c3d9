import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Ending, Exchange, ServerObserver } from './exchange.ts';

export interface NamedExchange extends Exchange {
  readonly url: string | undefined;
}

/** What an observer was told, for the tests of those who tell it. */
export interface ToldExchanges {
  readonly current: AsyncLocalStorage<NamedExchange>;
  readonly opened: NamedExchange[];
  /** With the status that had left. */
  readonly closed: [url: string | undefined, ending: Ending, status: number | undefined][];
}

/** An observer that puts there what it is told. */
export function notingObserver({ current, opened, closed }: ToldExchanges): ServerObserver<NamedExchange> {
  return {
    open: (request, response) => {
      const exchange = { request, response, route: undefined, error: undefined, requestId: 'r-1', url: request.url };
      opened.push(exchange);
      return exchange;
    },
    enter: (exchange) => current.enterWith(exchange),
    isCurrent: (exchange) => current.getStore() === exchange,
    run: (exchange, fn) => current.run(exchange, fn),
    close: ({ url, response }, ending) => void closed.push([url, ending, response?.headersSent === true ? response.statusCode : undefined]),
  };
}
