import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { isVigilError } from '@vigil/events';
import { environment } from './config/environment.ts';
import { readSettings } from './config/read-settings.ts';

// `--require` and `--import` run again in every worker thread; the main thread alone owns the export. And what is
// switched off is not even loaded.
if (isMainThread && !readSettings({}, environment()).settings.disabled) startNow();

function startNow(): void {
  try {
    const { start } = createRequire(import.meta.url)('@vigil/node') as typeof import('./index.ts');
    start();
  } catch (error) {
    // Only `VIGIL_STRICT` lets a problem through; it has been said already, a stack trace would hide it.
    if (!isVigilError(error)) throw error;
    process.exit(1);
  }
}
