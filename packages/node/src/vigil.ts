import type { Account } from './delivery/ledger.ts';
import type { Signal } from './delivery/message.ts';

export interface Status {
  readonly running: boolean;
  readonly service: string;
  /** Where telemetry goes, without credentials. */
  readonly endpoint: string;
  /** Spans, metric exports and log records that arrived or were lost. */
  readonly delivery: Readonly<Record<Signal, Account>>;
}

/** What `start` answers. */
export interface Vigil {
  /** Sends what is queued and waits for it, at most `ms` (default 2000). True when all of it was settled in time. */
  flush(ms?: number): Promise<boolean>;
  /** Takes every hook away, sends what is queued, ends the sender. Safe to call twice. */
  shutdown(ms?: number): Promise<void>;
  status(): Status;
}

/** Longest wait of `flush` and `shutdown` when none is said, ms. */
export const DEADLINE = 2000;

const NONE: Account = Object.freeze({ delivered: 0, dropped: 0 });
/** Of one that counts nothing itself. */
export const NOTHING_DELIVERED: Status['delivery'] = Object.freeze({ traces: NONE, metrics: NONE, logs: NONE });

/** The answer of a Vigil that is switched off: does nothing, promises nothing. */
export const NOT_RUNNING: Vigil = Object.freeze({
  flush: async () => true,
  shutdown: async () => {},
  status: () => ({ running: false, service: '', endpoint: '', delivery: NOTHING_DELIVERED }),
});

const RUNNING: unique symbol = Symbol.for('vigil:1:running') as never;
const HOME = globalThis as typeof globalThis & { [RUNNING]?: Vigil | undefined };

/** The one that runs in this thread, whichever copy of this package has started it. */
export function runningVigil(): Vigil | undefined {
  return HOME[RUNNING];
}

export function setRunning(vigil: Vigil | undefined): void {
  HOME[RUNNING] = vigil;
}
