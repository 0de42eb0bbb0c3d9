import { findPeer } from '../optional-peer.ts';

const BUNDLE = '@opentelemetry/auto-instrumentations-node';

/**
 * The file of an instrumentation that is installed, in the bundle of all or by itself; undefined when there is none. By itself
 * it counts only when the application names it among its dependencies: other tools bring theirs along.
 */
export function findInstrumentation(name: string, dependencies: readonly string[]): string | undefined {
  const own = dependencies.includes(name) ? findPeer(name) : undefined;
  return own ?? findPeer(BUNDLE, name);
}
