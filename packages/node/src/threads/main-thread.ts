import { BroadcastChannel, threadId } from 'node:worker_threads';
import type { Delivering, Settled } from '../delivery/delivery.ts';
import type { Signal } from '../delivery/message.ts';
import { CHANNEL, HAND_OVER, type FromWorker } from './message.ts';

/** Bytes of all workers together that may wait for the main thread's attention. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The delivery of a worker thread: it hands its batches to the main thread, which sends and counts them. What is handed over
 * leaves even if this thread ends at once.
 */
export class MainThread implements Delivering {
  readonly #channel: BroadcastChannel = new BroadcastChannel(CHANNEL);
  readonly #onTheirWay: Int32Array;
  #stopped = false;

  /** `handOver` is called when the main thread asks for what there is. */
  constructor(onTheirWay: Int32Array, handOver: () => Promise<void>) {
    this.#onTheirWay = onTheirWay;
    const onMessage = ({ data }: MessageEvent): void => {
      // Other workers speak here as well.
      if (data === HAND_OVER) void handOver().finally(() => this.#post({ thread: threadId, is: 'empty' }));
    };
    this.#channel.addEventListener('message', onMessage as never);
    this.#channel.unref();
    this.#post({ thread: threadId, is: 'here' });
  }

  send(signal: Signal, bytes: Uint8Array, settled: Settled, items: number): void {
    if (this.#stopped) return settled('stopped');
    const room = MAX_BYTES - Atomics.load(this.#onTheirWay, 0);
    if (bytes.byteLength > room) return settled('the main thread is too busy to take it');
    Atomics.add(this.#onTheirWay, 0, bytes.byteLength);
    // Shared, or each other worker on the channel would be given a copy.
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
    this.#post({ signal, items, bytes: shared });
    settled(undefined);
  }

  give(signal: Signal, bytes: Uint8Array, settled: Settled, items: number): void {
    this.send(signal, bytes, settled, items);
  }

  /** As the ledger's: the main thread keeps it, and knows of no losses before they are told. */
  settle(signal: Signal, items: number, error: string | undefined): void {
    if (error !== undefined) this.#post({ signal, items, error });
  }

  stop(): void {
    this.#post({ thread: threadId, is: 'gone' });
    this.#stopped = true;
    this.#channel.close();
  }

  #post(message: FromWorker): void {
    if (!this.#stopped) this.#channel.postMessage(message);
  }
}
