import type { Ending, Exchange, ServerObserver } from './exchange.ts';

/** Tells the observer of the end, and lets go of what a parked async context would otherwise keep. */
export function closeExchange<E extends Exchange>(exchange: E, ending: Ending, observer: ServerObserver<E>): void {
  try {
    observer.close(exchange, ending);
  } finally {
    exchange.request = null;
    exchange.response = null;
  }
}
