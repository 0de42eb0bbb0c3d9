import { now } from '../config/clock.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { WorkerThreads } from '../threads/worker-threads.ts';
import { withinTime } from './within-time.ts';

export interface DepartureParts {
  readonly telemetry: Telemetry;
  readonly workers: WorkerThreads;
  readonly delivery: Delivery;
}

/** How what waits, here and in worker threads, leaves within a time. */
export class Departure {
  readonly #telemetry: Telemetry;
  readonly #workers: WorkerThreads;
  readonly #delivery: Delivery;

  constructor({ telemetry, workers, delivery }: DepartureParts) {
    this.#telemetry = telemetry;
    this.#workers = workers;
    this.#delivery = delivery;
  }

  /** While the application goes on. True when all of it was settled in time. */
  async flush(ms: number): Promise<boolean> {
    const deadline = now() + ms;
    const handedOver = await this.#whenGathered(this.#telemetry.flush(), ms);
    return (await this.#delivery.wait(deadline - now())) && handedOver;
  }

  /** At the end of a process whose loop still turns. */
  async flushAtEnd(ms: number): Promise<void> {
    const deadline = now() + ms;
    this.#telemetry.tail?.decideAll();
    await this.#whenGathered(this.#telemetry.flush(), ms);
    this.#delivery.hurry();
    await this.#delivery.wait(deadline - now());
  }

  /** The same without the loop. With `handedOver` the metrics have left a moment ago. */
  flushStanding(ms: number, handedOver: boolean): void {
    this.#workers.takeUp();
    this.#telemetry.tail?.decideAll();
    this.#telemetry.handOver();
    if (!handedOver) this.#telemetry.handOverMetrics();
    this.#delivery.hurry();
    if (!this.#delivery.waitStanding(ms)) this.#delivery.giveUp();
  }

  /** For the last time, and then nothing is sent any more. */
  async shutdown(ms: number): Promise<void> {
    const deadline = now() + ms;
    await this.#whenGathered(this.#telemetry.shutdown(), ms);
    this.#workers.stop();
    await this.#delivery.wait(deadline - now());
    await this.#delivery.stop();
  }

  #whenGathered(here: Promise<void>, ms: number): Promise<boolean> {
    return withinTime(Promise.all([here, this.#workers.gather(ms)]), ms);
  }
}
