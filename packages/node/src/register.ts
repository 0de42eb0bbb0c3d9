import * as nodeModule from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { isVigilError } from '@vigil/events';
import { environment } from './config/environment.ts';
import { readSettings } from './config/read-settings.ts';
import { vigilError } from './errors.ts';
import { sayOn } from './lifecycle/say.ts';

// `--require` and `--import` run again in every worker thread; the main thread alone owns the export. And what is
// switched off is not even loaded.
const { settings } = readSettings({}, environment());
if (isMainThread && !settings.disabled) {
  // Asked for by name before anything that imports it is loaded: an older Node would refuse the whole application.
  if ('registerHooks' in nodeModule) startNow();
  else sayOn(settings.logLevel)('error', vigilError('VIGIL_NODE_UNSUPPORTED', { version: process.versions.node }).line);
}

function startNow(): void {
  try {
    const { start } = nodeModule.createRequire(import.meta.url)('@vigil/node') as typeof import('./index.ts');
    start();
  } catch (error) {
    // Only `VIGIL_STRICT` lets a problem through; it has been said already, a stack trace would hide it.
    if (!isVigilError(error)) throw error;
    process.exit(1);
  }
}
