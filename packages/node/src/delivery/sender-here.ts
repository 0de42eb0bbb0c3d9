import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { HURRY, type Parcel, type Receipt, type SenderSettings } from './message.ts';
import type { Sender } from './sender.ts';

type Tell = (receipt: Receipt) => void;

/**
 * Sends in the application's own thread, where a thread of our own cannot be had: without `--allow-worker` under
 * `--permission`, or bundled into a file that the thread's file does not lie beside. It costs the application more, and what is
 * queued at `process.exit` is lost (and counted), because nothing is sent while this thread stands still.
 */
export class SenderHere {
  readonly #sender: Promise<Sender>;
  readonly #tell: Tell;

  constructor(settings: SenderSettings, tell: Tell) {
    this.#tell = tell;
    this.#sender = import('./sender.ts').then((module) => new module.Sender(settings));
    // Each parcel tells it.
    this.#sender.catch(() => {});
  }

  /** As a thread takes it; nothing has to be transferred. */
  postMessage(message: Parcel | typeof HURRY, _transfer?: readonly unknown[]): void {
    // Our own calls are no calls of the application's.
    void context.with(suppressTracing(context.active()), () => this.#take(message));
  }

  async terminate(): Promise<void> {
    this.postMessage(HURRY);
  }

  async #take(message: Parcel | typeof HURRY): Promise<void> {
    try {
      const sender = await this.#sender;
      if (message === HURRY) sender.hurry();
      else await sender.send(message, this.#tell);
    } catch (error) {
      if (message !== HURRY) this.#tell({ id: message.id, error: String(error) });
    }
  }
}
