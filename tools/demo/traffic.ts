/* oxlint-disable no-await-in-loop -- a customer does one thing at a time */
import { setTimeout as sleep } from 'node:timers/promises';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

const get = (path: string): Call => ({ method: 'GET', path });
const post = (path: string): Call => ({ method: 'POST', path });

// One round of what customers do: mostly look and ask, sometimes order; a heavy parcel is slow, a vase breaks, a link is stale.
const round: readonly Call[] = [
  get('/orders/1001'), get('/orders/1001/quote'), get('/orders/1002/quote'), get('/orders/1001/quote'), post('/orders/1001/shipment'),
  get('/orders/1003/quote'), get('/orders/4711'), get('/orders/1002'), post('/orders/1002/shipment'), get('/orders/1001/quote'),
  post('/orders/1003/shipment'), get('/sale'),
];
const rounds = 5;
const pause = 40;

export interface Traffic {
  readonly sent: number;
  readonly seconds: number;
  /** How many answers of each status. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** Sends real requests to the shop, two customers at a time; tells how far it is after each. */
export async function sendTraffic(shopUrl: string, onProgress: (done: number, all: number) => void): Promise<Traffic> {
  const calls = Array.from({ length: rounds }, () => round).flat();
  const queue = calls[Symbol.iterator]();
  const statuses = new Map<number, number>();
  const started = performance.now();
  let done = 0;
  const customer = async (): Promise<void> => {
    for (const { method, path } of queue) {
      const response = await fetch(shopUrl + path, { method });
      await response.arrayBuffer();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      onProgress(++done, calls.length);
      await sleep(pause);
    }
  };
  await Promise.all([customer(), customer()]);
  return { sent: calls.length, seconds: (performance.now() - started) / 1000, statuses };
}
