import { SIGNALS, type Signal } from './message.ts';

/** What one signal has come to, in items: spans, log records, metric batches. */
export interface Account {
  readonly delivered: number;
  readonly dropped: number;
}

type Counts = { delivered: number; dropped: number };

/**
 * Counts what arrived and what was lost, and says so: once when the other side goes away, once at the end.
 * A collector that stays away is one line, not one a second.
 */
export class Ledger {
  readonly #accounts: Record<Signal, Counts> = Object.fromEntries(
    SIGNALS.map((signal) => [signal, { delivered: 0, dropped: 0 }]),
  ) as Record<Signal, Counts>;
  readonly #onFirstFailure: (reason: string) => void;
  #said = false;

  constructor(onFirstFailure: (reason: string) => void) {
    this.#onFirstFailure = onFirstFailure;
  }

  settle(signal: Signal, items: number, error: string | undefined, rejected: number = 0): void {
    const account = this.#accounts[signal];
    const dropped = error === undefined ? Math.min(rejected, items) : items;
    account.delivered += items - dropped;
    account.dropped += dropped;
    if (error !== undefined) this.failed(error);
    else if (dropped > 0) this.failed('it refuses some of what it is sent');
  }

  /** An attempt failed; it may be repeated. Said once. */
  failed(reason: string): void {
    if (this.#said) return;
    this.#said = true;
    this.#onFirstFailure(reason);
  }

  /** From now on counts in silence: what ends after a shutdown never had anywhere to go. */
  close(): void {
    this.#said = true;
  }

  account(signal: Signal): Account {
    return { ...this.#accounts[signal] };
  }

  /** `3 spans, 1 log record`, or nothing when all arrived. */
  losses(): string | undefined {
    const words: Record<Signal, string> = { traces: 'spans', metrics: 'metric exports', logs: 'log records' };
    const losses = SIGNALS.filter((signal) => this.#accounts[signal].dropped > 0);
    return losses.length === 0 ? undefined : losses.map((signal) => `${this.#accounts[signal].dropped} ${words[signal]}`).join(', ');
  }
}
