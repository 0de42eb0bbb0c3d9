import type { MessagePort } from 'node:worker_threads';

/** The three kinds of OTLP request. */
export type Signal = 'traces' | 'metrics' | 'logs';

export const SIGNALS: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** Where and how one signal leaves. */
export interface ExportTarget {
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
  /** With its path; of gRPC only scheme, host and port count. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  /** For one batch, all attempts together, ms. */
  readonly timeout: number;
  /** PEM: whom to trust, and who we are. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** All of them; undefined where nothing is to leave. And where `@grpc/grpc-js` stands, if one needs it. */
export type ExportTargets = Readonly<Record<Signal, ExportTarget | undefined>> & { readonly grpc: string | undefined };

/** What the sender thread is made with. */
export interface SenderSettings {
  readonly targets: ExportTargets;
  /** For Node's agents; undefined to go straight. */
  readonly proxy: Readonly<Record<string, string>> | undefined;
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
