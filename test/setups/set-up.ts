import { fileURLToPath } from 'node:url';
import type { Bundle } from './bundle.ts';

/** One way to run a service with Vigil in it. */
export interface SetUp {
  readonly name: string;
  /** The version of Node, when it is not the pinned one. */
  readonly node?: string;
  /** What `unshare` is told when Node runs in namespaces of its own; a command may follow, which runs Node. */
  readonly within?: readonly string[];
  /** Node's arguments; the last is a file of `apps`, or what is bundled from one. */
  readonly args: readonly string[];
  /** The last argument is bundled first. */
  readonly bundle?: Omit<Bundle, 'entry'>;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines with these codes are said by Vigil, and no others. */
  readonly says?: readonly string[];
  /** It is a child of the process that hears of the end, and so is asked by itself. */
  readonly isChild?: boolean;
  /** What it has printed at its end. */
  readonly prints?: string;
  /** How it ends when it is asked to by SIGTERM. Default: it dies of the signal. */
  readonly end?: { readonly code: number | null; readonly signal: NodeJS.Signals | null };
}

/** A file of `test/setups/apps`. */
export function app(name: string): string {
  return fileURLToPath(new URL(`apps/${name}`, import.meta.url));
}

export const REQUIRE: readonly string[] = ['--require', '@vigil/node/register'];
export const IMPORT: readonly string[] = ['--import', '@vigil/node/register'];
