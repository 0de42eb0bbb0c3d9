import { deskError } from '../errors.ts';
import type { Falsy } from './receiver.ts';

interface Waiter {
  look(): void;
  end(error: Error): void;
}

/** Those who wait until something has arrived. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  add<T>(predicate: () => T, ms: number, describe: () => Record<string, string | number>): Promise<Exclude<T, Falsy>> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
      };
      const end = (error: unknown): void => {
        settle();
        reject(error as Error);
      };
      const look = (): void => {
        try {
          const found = predicate();
          if (!found) return;
          settle();
          resolve(found as Exclude<T, Falsy>);
        } catch (error) {
          end(error);
        }
      };
      const waiter = { look, end };
      const timer = setTimeout(() => end(deskError('VIGIL_WAIT_TIMEOUT', describe())), ms);
      this.#waiting.add(waiter);
      look();
    });
  }

  look(): void {
    for (const waiter of this.#waiting) waiter.look();
  }

  close(url: string): void {
    for (const waiter of this.#waiting) waiter.end(deskError('VIGIL_RECEIVER_CLOSED', { url }));
  }
}
