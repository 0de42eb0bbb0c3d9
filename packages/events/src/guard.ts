/** What went wrong inside one of our own subscribers. The application never sees it. */
export interface GuardFailure {
  readonly name: string;
  readonly error: unknown;
  /** How often this subscriber has failed so far, this time included. */
  readonly failures: number;
  /** True once the subscriber has failed too often and is no longer called. */
  readonly tripped: boolean;
}

/** Wraps a subscriber so that it can never throw into the host, nor go on failing for ever. */
export type Guard = <Self, Args extends unknown[]>(
  name: string,
  subscriber: (this: Self, ...args: Args) => void,
) => (this: Self, ...args: Args) => void;

export interface GuardOptions {
  readonly report: (failure: GuardFailure) => void;
  /** Failures of one subscriber in a row after which it is switched off. Default 100. */
  readonly limit?: number;
}

/**
 * Makes the guard that every subscriber runs in. A subscriber that throws on a diagnostics channel becomes an
 * `uncaughtException` (nodejs: `triggerUncaughtException` on the next tick) and would end the application.
 */
export function createGuard({ report, limit = 100 }: GuardOptions): Guard {
  return function guard(name, subscriber) {
    let failures = 0;
    // Only an unbroken row trips it: a service that lives for months must not lose a sensor to a rare request.
    let inARow = 0;
    return function guarded(...args) {
      if (inARow >= limit) return;
      try {
        subscriber.apply(this, args);
        inARow = 0;
      } catch (error) {
        failures += 1;
        inARow += 1;
        reportQuietly(report, { name, error, failures, tripped: inARow >= limit });
      }
    };
  };
}

function reportQuietly(report: GuardOptions['report'], failure: GuardFailure): void {
  try {
    report(failure);
  } catch {
    // Nobody is left to tell.
  }
}
