import * as nodeModule from 'node:module';
import { isMainThread, workerData } from 'node:worker_threads';
import { isVigilError } from '@vigil/events';
import { environment } from './config/environment.ts';
import { readSettings } from './config/read-settings.ts';
import { vigilError } from './errors.ts';
import { sayOn } from './lifecycle/say.ts';
import { inherited } from './threads/inheritance.ts';

// `--require` and `--import` run again in every worker thread, also in those of Node's own and of libraries; and what is switched
// off is not even loaded.
const { settings } = readSettings({}, environment());
if (!settings.disabled && (isMainThread || isWatchedWorker())) {
  // Asked for by name before anything that imports it is loaded: an older Node would refuse the whole application.
  if ('registerHooks' in nodeModule) startNow();
  else sayOn(settings.logLevel)('error', vigilError('VIGIL_NODE_UNSUPPORTED', { version: process.versions.node }).line);
}

/** Transports of pino run in worker threads: what they do is the sending of logs, and telemetry about it would be noise. */
function isWatchedWorker(): boolean {
  const { $context: context } = (workerData as { readonly workerData?: { readonly $context?: object } } | null)?.workerData ?? {};
  return inherited() !== undefined && !(context !== undefined && 'threadStreamVersion' in context);
}

function startNow(): void {
  try {
    const { start } = nodeModule.createRequire(import.meta.url)('@vigil/node') as typeof import('./index.ts');
    start();
  } catch (error) {
    // Only `VIGIL_STRICT` lets a problem through; it has been said already, a stack trace would hide it.
    if (!isVigilError(error)) throw error;
    sayOn(settings.logLevel)('error', vigilError('VIGIL_STRICT_REFUSED').line);
    process.exit(1);
  }
}
