import type { Context } from 'mocha';

/** Where the reporter of `npm test` looks for the reason. */
export const reasonKey: unique symbol = Symbol.for('vigil.test.skip-reason') as never;

/**
 * Skips the test, or from `before` all tests of the suite, and says why. A skip without a reason counts as a failure in
 * `npm test`: use this instead of mocha's own `this.skip()`.
 */
export function skip(context: Context, reason: string): never {
  const runnable = (context.test ?? context.currentTest) as unknown as Record<symbol, string> & { type: string; parent: object };
  Object.assign(runnable.type === 'hook' ? runnable.parent : runnable, { [reasonKey]: reason });
  return context.skip();
}
