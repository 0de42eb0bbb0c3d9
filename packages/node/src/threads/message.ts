import { BroadcastChannel } from 'node:worker_threads';
import type { Signal } from '../delivery/message.ts';

/** Names of the two channels between the main thread and its workers, which nobody else knows. */
export interface ThreadChannels {
  /** Only the main thread listens. */
  readonly toMain: string;
  /** All workers listen. */
  readonly toWorkers: string;
}

/** From a worker: an encoded batch; what was lost of one before it got here; or a word about the worker itself. */
export type FromWorker =
  | { readonly signal: Signal; readonly items: number; readonly bytes: Uint8Array }
  | { readonly signal: Signal; readonly items: number; readonly error: string }
  | { readonly thread: number; readonly is: 'here' | 'empty' | 'gone' };

/**
 * Says something on a channel that this thread does not listen to. Whoever has a channel open is given all that is said there, and a
 * worker that stands still (in a pool's `Atomics.wait`, say) would keep the batches of all others for as long as it does.
 */
export function tell(channel: string, message: unknown): void {
  const opened = new BroadcastChannel(channel);
  opened.postMessage(message);
  opened.close();
}

/** To all workers: hand over what you have. */
export const HAND_OVER = 'hand over';
