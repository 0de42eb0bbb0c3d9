import { existsSync } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { now } from '../config/clock.ts';
import type { ProxyVariables } from '../config/proxy-variables.ts';
import { HURRY, type ExportTargets, type Parcel, type Receipt, type SenderSettings, type Signal } from './message.ts';
import { SenderHere } from './sender-here.ts';

/** What became of a batch: undefined, or why it was lost; and how many of its items were refused although it was taken. */
export type Settled = (error: string | undefined, rejected?: number) => void;

/** Takes over encoded batches of so many items; `settled` is called once for each, whatever happens. */
export interface Delivering {
  send(signal: Signal, bytes: Uint8Array, settled: Settled, items: number): void;
  /** The same without a copy: the whole buffer behind the bytes is gone from this thread. */
  give(signal: Signal, bytes: Uint8Array, settled: Settled, items: number): void;
}

export interface DeliveryOptions {
  readonly targets: ExportTargets;
  readonly proxy?: ProxyVariables | undefined;
  readonly userAgent: string;
  /** Of the sender thread: Node and OpenSSL read theirs there, gRPC its proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told whenever an attempt fails, also one that will be repeated. */
  readonly onFailure: (reason: string) => void;
  /** Told when no thread of our own can be had, and why: then this thread sends. */
  readonly onThreadless?: (reason: string) => void;
  /** Bytes that may be on their way; a batch beyond that is refused. Default 32 MiB. */
  readonly maxBytes?: number;
}

interface Pending {
  readonly bytes: number;
  readonly settled: Settled;
}

const MAX_BYTES = 32 * 1024 * 1024;
/** A small young generation is collected often, and with it the buffers that were sent: 30 MB less under load on Express. */
const LIMITS = { maxYoungGenerationSizeMb: 2 };
/** A sender thread that keeps dying is not started for ever. */
const MAX_STARTS = 5;

/**
 * Hands encoded batches to a thread that compresses and sends them. An HTTP client in the server's own isolate makes
 * Express slower (6 µs a request, measured), and only another thread can still send while this one stands in `'exit'`.
 */
export class Delivery implements Delivering {
  readonly #options: DeliveryOptions;
  readonly #settledCount: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  readonly #pending = new Map<number, Pending>();
  #bytes = 0;
  #sent = 0;
  #starts = 0;
  #worker: Worker | SenderHere | undefined;
  /** Receipts come on a port of their own, because such a port can also be read standing still. */
  #receipts: MessagePort | undefined;
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  send(signal: Signal, bytes: Uint8Array, settled: Settled): void {
    this.give(signal, ownBuffer(bytes), settled);
  }

  give(signal: Signal, bytes: Uint8Array, settled: Settled): void {
    const { byteLength } = bytes.buffer;
    const refusal = this.#refusal(byteLength);
    if (refusal !== undefined) return settled(refusal);
    const worker = (this.#worker ??= this.#start());
    if (worker === undefined) return settled('the sender thread cannot be started');
    const parcel: Parcel = { id: this.#sent++, signal, bytes };
    this.#pending.set(parcel.id, { bytes: byteLength, settled });
    this.#bytes += byteLength;
    worker.postMessage(parcel, [parcel.bytes.buffer as ArrayBuffer]);
  }

  /** Batches that are on their way. */
  get pending(): number {
    return this.#pending.size;
  }

  /** True where this thread sends itself, or would have to: then nothing leaves while its loop stands still. */
  get needsLoop(): boolean {
    return this.#worker === undefined ? !canHaveThread() : this.#worker instanceof SenderHere;
  }

  /** Waits until nothing is on its way, at most `ms`. True when it is so. */
  async wait(ms: number): Promise<boolean> {
    const deadline = now() + ms;
    // The timer keeps the loop turning; the thread itself never keeps a process alive.
    while (this.#pending.size > 0 && now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.#pending.size === 0;
  }

  /** The process is ending: no more pauses between attempts. */
  hurry(): void {
    this.#worker?.postMessage(HURRY);
  }

  /** The same, standing still: for `'exit'`, when this thread's loop turns no more but the sender's still does. */
  waitStanding(ms: number): boolean {
    const deadline = now() + ms;
    for (;;) {
      // Read before the receipts: one that comes after them changes it, and the wait below returns at once.
      const settled = Atomics.load(this.#settledCount, 0);
      this.#readReceipts();
      const left = this.#worker instanceof SenderHere ? 0 : deadline - now();
      if (this.#pending.size === 0 || left <= 0) return this.#pending.size === 0;
      Atomics.wait(this.#settledCount, 0, settled, left);
    }
  }

  /** What is on its way still, as lost: for the last words. */
  giveUp(): void {
    this.#loseAll('the process ended first');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#worker?.terminate();
    this.#loseAll('stopped');
  }

  #refusal(bytes: number): string | undefined {
    if (this.#stopped) return 'stopped';
    return this.#bytes + bytes > (this.#options.maxBytes ?? MAX_BYTES) ? 'too much is on its way already' : undefined;
  }

  #start(): Worker | SenderHere | undefined {
    if (this.#starts++ >= MAX_STARTS) return undefined;
    const { targets, proxy, userAgent } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const settings: SenderSettings = { targets, proxy, userAgent, settled: this.#settledCount, receipts: port2 };
    try {
      // No preload of the application's runs in there again, ours included.
      const env = { ...this.#options.env, ...proxy, NODE_OPTIONS: '' } as NodeJS.ProcessEnv;
      const worker = new Worker(workerUrl(), {
        name: 'vigil-sender', workerData: settings, transferList: [port2], execArgv: [], env, resourceLimits: LIMITS,
      });
      port1.on('message', (receipt: Receipt) => this.#settle(receipt));
      port1.unref();
      this.#receipts = port1;
      worker.on('error', (error: Error) => this.#onDeath(worker, `the sender thread failed: ${error.message}`));
      worker.on('exit', () => this.#onDeath(worker, 'the sender thread ended'));
      worker.unref();
      return worker;
    } catch (error) {
      this.#options.onThreadless?.((error as Error).message.replace(/\.$/, ''));
      return new SenderHere(settings, (receipt) => this.#settle(receipt));
    }
  }

  #readReceipts(): void {
    if (this.#receipts === undefined) return;
    for (let next = receiveMessageOnPort(this.#receipts); next !== undefined; next = receiveMessageOnPort(this.#receipts)) {
      this.#settle(next.message as Receipt);
    }
  }

  #settle({ id, error, rejected, again }: Receipt): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (error !== undefined) this.#options.onFailure(error);
    if (again === true) return;
    this.#pending.delete(id);
    this.#bytes -= pending.bytes;
    pending.settled(error, rejected);
  }

  /** A failing thread tells twice, `error` and `exit`; its successor may be at work by the second. */
  #onDeath(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#readReceipts();
    this.#receipts?.close();
    this.#worker = this.#receipts = undefined;
    this.#loseAll(reason);
  }

  #loseAll(reason: string): void {
    // Listed first: whoever is told may send again at once.
    const lost = Array.from(this.#pending.keys());
    for (const id of lost) this.#settle({ id, error: reason });
  }
}

/** The sources run as TypeScript in tests; the package holds one file beside this one's. */
function workerUrl(): URL {
  // A bundler that makes CommonJS leaves no `import.meta.url`.
  const here = String(import.meta.url);
  const url = URL.parse(here.endsWith('.ts') ? '../delivery-worker.ts' : './delivery-worker.mjs', here);
  if (url === null || !existsSync(url)) throw new Error('its file is not there');
  return url;
}

/** Asked of Node before a thread is started, because starting one turns the loop. */
function canHaveThread(): boolean {
  try {
    return workerUrl() !== undefined && (process.permission?.has('worker') ?? true);
  } catch {
    return false;
  }
}

/** Transferring takes the whole buffer along, so a view on a larger one is copied out. (`slice` would not: a Buffer's is a view.) */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
