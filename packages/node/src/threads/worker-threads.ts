import { randomUUID } from 'node:crypto';
import { BroadcastChannel, receiveMessageOnPort } from 'node:worker_threads';
import { now } from '../config/clock.ts';
import type { Delivering } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { leaveToWorkers, type Inheritance } from './inheritance.ts';
import { HAND_OVER, tell, type FromWorker, type ThreadChannels } from './message.ts';

/** Workers that are waited for at an end; what more there are hand over as usual. */
const MAX_WORKERS = 256;
/** Longest wait for workers, which may be computing, ms. */
const PATIENCE = 250;

/** The main thread's side: sends for the application's worker threads, and counts what became of it. */
export class WorkerThreads {
  readonly #channels: ThreadChannels;
  readonly #fromWorkers: BroadcastChannel;
  readonly #delivery: Pick<Delivering, 'give'>;
  readonly #ledger: Pick<Ledger, 'settle'>;
  readonly #onTheirWay: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  /** Those that run, and among them those that have not handed over yet since they were asked. */
  readonly #running = new Set<number>();
  readonly #asked = new Set<number>();
  #stopped = false;

  constructor(delivery: Pick<Delivering, 'give'>, ledger: Pick<Ledger, 'settle'>) {
    this.#delivery = delivery;
    this.#ledger = ledger;
    // Of their own: a worker may run a Vigil that it has started itself, and have workers.
    const own = randomUUID();
    this.#channels = { toMain: `vigil:1:${own}:to-main`, toWorkers: `vigil:1:${own}:to-workers` };
    this.#fromWorkers = new BroadcastChannel(this.#channels.toMain);
    this.#fromWorkers.addEventListener('message', (({ data }: MessageEvent) => this.#take(data as FromWorker)) as never);
    this.#fromWorkers.unref();
  }

  /** From now on each new worker thread that loads Vigil joins. */
  invite(inheritance: Omit<Inheritance, 'onTheirWay' | 'channels'>): void {
    leaveToWorkers({ ...inheritance, onTheirWay: this.#onTheirWay, channels: this.#channels });
  }

  /** Has all workers hand over what they have; waits for those whose loop turns, at most `ms`. */
  async gather(ms: number): Promise<void> {
    if (this.#running.size === 0) return;
    const deadline = now() + Math.min(ms, PATIENCE);
    for (const thread of this.#running) if (this.#asked.size < MAX_WORKERS) this.#asked.add(thread);
    tell(this.#channels.toWorkers, HAND_OVER);
    while (this.#asked.size > 0 && now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2));
    // One that was terminated has not said so. One that was only busy is known again as soon as it answers.
    for (const thread of this.#asked) this.#running.delete(thread);
    this.#asked.clear();
  }

  /** Takes up what has come from them, without the event loop. */
  takeUp(): void {
    if (this.#stopped) return;
    const next = (): { message: unknown } | undefined => receiveMessageOnPort(this.#fromWorkers as never);
    for (let taken = next(); taken !== undefined; taken = next()) this.#take(taken.message as FromWorker);
  }

  stop(): void {
    leaveToWorkers(undefined);
    this.#running.clear();
    this.#stopped = true;
    this.#fromWorkers.close();
  }

  #take(message: FromWorker): void {
    if ('thread' in message) return this.#note(message.thread, message.is);
    const { signal, items } = message;
    if ('error' in message) return this.#ledger.settle(signal, items, message.error);
    Atomics.sub(this.#onTheirWay, 0, message.bytes.byteLength);
    // What is shared cannot be transferred to the sender.
    this.#delivery.give(signal, Uint8Array.from(message.bytes), (error, rejected) => this.#ledger.settle(signal, items, error, rejected), items);
  }

  #note(thread: number, is: 'here' | 'empty' | 'gone'): void {
    if (is === 'gone') this.#running.delete(thread);
    else if (this.#running.size < MAX_WORKERS) this.#running.add(thread);
    if (is !== 'here') this.#asked.delete(thread);
  }
}
