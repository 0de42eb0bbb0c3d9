import { BroadcastChannel, threadId } from 'node:worker_threads';
import type { Delivering, Settled } from '../delivery/delivery.ts';
import type { Signal } from '../delivery/message.ts';
import type { Inheritance } from './inheritance.ts';
import { HAND_OVER, tell, type FromWorker } from './message.ts';

/** Bytes of all workers together that may wait for the main thread's attention. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The delivery of a worker thread: it hands its batches to the main thread, which sends and counts them. What is handed over
 * leaves even if this thread ends at once.
 */
export class MainThread implements Delivering {
  readonly #questions: BroadcastChannel;
  readonly #toMain: string;
  readonly #onTheirWay: Int32Array;
  #stopped = false;

  /** `handOver` is called when the main thread asks for what there is. */
  constructor({ channels, onTheirWay }: Pick<Inheritance, 'channels' | 'onTheirWay'>, handOver: () => Promise<void>) {
    this.#toMain = channels.toMain;
    this.#onTheirWay = onTheirWay;
    this.#questions = new BroadcastChannel(channels.toWorkers);
    const answer = (): void => this.#post({ thread: threadId, is: 'empty' });
    const onMessage = ({ data }: MessageEvent): void => {
      // A processor of the application's own may fail at it: nothing that should end this thread.
      if (data === HAND_OVER) void handOver().then(answer, answer);
    };
    this.#questions.addEventListener('message', onMessage as never);
    this.#questions.unref();
    this.#post({ thread: threadId, is: 'here' });
  }

  send(signal: Signal, bytes: Uint8Array, settled: Settled, items: number): void {
    if (this.#stopped) return settled('stopped');
    const room = MAX_BYTES - Atomics.load(this.#onTheirWay, 0);
    if (bytes.byteLength > room) return settled('the main thread is too busy to take it');
    Atomics.add(this.#onTheirWay, 0, bytes.byteLength);
    // Shared: of any other the channel would copy the whole buffer behind the bytes.
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
    this.#questions.close();
  }

  #post(message: FromWorker): void {
    if (!this.#stopped) tell(this.#toMain, message);
  }
}
