import { isMainThread } from 'node:worker_threads';
import { isVigilError } from '@vigil/events';
import { start } from './start.ts';

// `--require` and `--import` run again in every worker thread; the main thread alone owns the export.
if (isMainThread) {
  try {
    start();
  } catch (error) {
    // Only `VIGIL_STRICT` lets a problem through; it has been said already, a stack trace would hide it.
    if (!isVigilError(error)) throw error;
    process.exit(1);
  }
}
