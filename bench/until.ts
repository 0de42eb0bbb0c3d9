import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Looks until it is done or the time is over; gives what was seen last. */
export async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean, ms: number): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- it waits between two looks
    const seen = await look();
    if (done(seen) || Date.now() > end) return seen;
    // oxlint-disable-next-line no-await-in-loop
    await sleep(LOOK_EVERY_MS);
  }
}
