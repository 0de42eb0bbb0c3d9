// By a global symbol: another copy of this package may have wrapped it, and an earlier start.
const WRAPPED: unique symbol = Symbol.for('vigil:1:wrapped') as never;

/** True for a function that is one of our wrappers: it follows whoever observes, so one is enough. */
export function isWrapped(method: object): boolean {
  return WRAPPED in method;
}

export function asWrapped<Method extends object>(wrapper: Method): Method {
  return Object.assign(wrapper, { [WRAPPED]: true });
}
