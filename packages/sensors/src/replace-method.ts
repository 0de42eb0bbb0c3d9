import type { Stop } from './watch-channel.ts';

/**
 * Puts a method in the place of another, where there is no channel. The stop puts back what was there; when somebody has wrapped ours
 * since, theirs stays, and ours within it: it has to call on without a word from then on.
 */
export function replaceMethod(prototype: object, name: string, method: (...given: never[]) => unknown): Stop {
  const before = Object.getOwnPropertyDescriptor(prototype, name);
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true, enumerable: before?.enumerable ?? false });
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.value !== method) return;
    if (before === undefined) Reflect.deleteProperty(prototype, name);
    else Object.defineProperty(prototype, name, before);
  };
}
