import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import * as threads from 'node:worker_threads';
import type { Settings } from '../config/settings.ts';
import type { ExportTargets } from '../delivery/message.ts';
import type { ResourceAttributes } from '../resource/describe-resource.ts';
import type { ThreadChannels } from './message.ts';

/** What a worker thread has from the main thread: who it is, what it shall tell, and how much may be on its way. */
export interface Inheritance {
  readonly settings: Settings;
  readonly targets: ExportTargets;
  readonly attributes: ResourceAttributes;
  /** What the application's package.json names. */
  readonly dependencies: readonly string[];
  readonly channels: ThreadChannels;
  /** Bytes of all workers that the main thread has not taken up yet. */
  readonly onTheirWay: Int32Array;
}

/** Node copies what stands here into each worker thread that is made. */
const KEY = 'vigil:1:main-thread';

export function leaveToWorkers(inheritance: Inheritance | undefined): void {
  setEnvironmentData(KEY, inheritance as never);
}

/** Undefined in the main thread, in a thread of Node's own (a loader's), and where no Vigil runs in the main thread. */
export function inherited(): Inheritance | undefined {
  if (isMainThread || isInternalThread()) return undefined;
  return getEnvironmentData(KEY) as Inheritance | undefined;
}

/** Since Node 22.14; asked for by name, because what imports it would not load before. */
function isInternalThread(): boolean {
  return (threads as { readonly isInternalThread?: boolean }).isInternalThread === true;
}
