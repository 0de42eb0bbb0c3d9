import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** More than the longest examination writes; whoever leaves the variable set by accident gets no endless file. */
const MAX_NOTES = 500;

/**
 * What the process tells the doctor: one line of JSON after the other, in a file of its own in the folder that `VIGIL_DOCTOR`
 * names. A file, because it can be written in `'exit'`, and because processes that are started by others find it too.
 */
export class DoctorNotes {
  readonly #file: string;
  #count = 0;

  constructor(folder: string, pid: number) {
    this.#file = join(folder, `${pid}.jsonl`);
  }

  /** Never throws: an examination must not be what fails. */
  write(kind: string, note: object): void {
    if (this.#count++ >= MAX_NOTES) return;
    try {
      appendFileSync(this.#file, `${JSON.stringify({ kind, ...note })}\n`);
    } catch {
      // The folder is gone, or may not be written to; the doctor says that nothing came.
    }
  }
}
