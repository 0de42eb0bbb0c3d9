import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Guard } from '@vigil/events';

/** Ends what was started. Safe to call twice. */
export type Stop = () => void;

/** Subscribes to one of Node's or a library's diagnostics channels, inside the guard. */
export function watchChannel<Message>(name: string, guard: Guard, listener: (message: Message) => void): Stop {
  const guarded = guard(name, listener) as (message: unknown) => void;
  subscribe(name, guarded);
  return () => void unsubscribe(name, guarded);
}

/** One stop for many; the last started is the first stopped. */
export function stopAll(stops: readonly Stop[]): Stop {
  return () => {
    for (const stop of stops.toReversed()) stop();
  };
}
