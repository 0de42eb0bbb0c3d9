import type { Signal } from '../delivery/message.ts';

/** On the channel between the threads of this process, which nobody else knows. */
export const CHANNEL = 'vigil:1:workers';

/** From a worker: an encoded batch; what was lost of one before it got here; or a word about the worker itself. */
export type FromWorker =
  | { readonly signal: Signal; readonly items: number; readonly bytes: Uint8Array }
  | { readonly signal: Signal; readonly items: number; readonly error: string }
  | { readonly thread: number; readonly is: 'here' | 'empty' | 'gone' };

/** To all workers: hand over what you have. */
export const HAND_OVER = 'hand over';
