import type { MessagePort } from 'node:worker_threads';

/** The three kinds of OTLP request. */
export type Signal = 'traces' | 'metrics' | 'logs';

export const SIGNALS: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** What the sender thread is made with. */
export interface SenderSettings {
  readonly endpoint: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** One number, counted up for each batch that the sender is done with, so that an exiting thread can wait for it. */
  readonly settled: Int32Array;
  /** Where the receipts go. */
  readonly receipts: MessagePort;
}

/** One encoded request, on its way to the sender thread. */
export interface Parcel {
  readonly id: number;
  readonly signal: Signal;
  /** The buffer behind them is the sender's own. */
  readonly bytes: Uint8Array;
}

/** To the sender: the process is ending. What waits for another attempt is given up, what is under way may finish. */
export const HURRY = 'hurry';

/** What became of a parcel, or, with `again`, what is becoming of it: it failed for now and will be tried again. */
export interface Receipt {
  readonly id: number;
  /** Undefined when the other side took it. */
  readonly error?: string;
  /** Items that the other side took but refused to keep (OTLP's partial success). */
  readonly rejected?: number;
  readonly again?: true;
}
