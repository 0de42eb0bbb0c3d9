import { fileURLToPath } from 'node:url';
import type { Bundle } from './bundle.ts';

/** One way to run a service with Vigil in it. */
export interface SetUp {
  readonly name: string;
  /** The version of Node, when it is not the pinned one. */
  readonly node?: string;
  /** What is run before Node, when Node is not run directly: `[program, ...arguments]`. */
  readonly under?: readonly string[];
  /** Node's arguments; the last is a file of `apps`, or what is bundled from one. */
  readonly args: readonly string[];
  /** The last argument is bundled first. */
  readonly bundle?: Omit<Bundle, 'entry'>;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines with these codes are said by Vigil, and no others. */
  readonly says?: readonly string[];
  /** How it ends when it is asked to by SIGTERM. Default: it dies of the signal. */
  readonly end?: { readonly code: number | null; readonly signal: NodeJS.Signals | null };
}

/** A file of `test/setups/apps`. */
export function app(name: string): string {
  return fileURLToPath(new URL(`apps/${name}`, import.meta.url));
}

export const REQUIRE: readonly string[] = ['--require', '@vigil/node/register'];
export const IMPORT: readonly string[] = ['--import', '@vigil/node/register'];
