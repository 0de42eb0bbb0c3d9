import { readFileSync, statSync } from 'node:fs';

/** Far more than settings or certificates take, bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', ENOTDIR: 'there is no such file', EACCES: 'this process may not read it', EPERM: 'this process may not read it',
  EISDIR: 'it is a folder', ELOOP: 'its symbolic links go round in a circle',
};

/**
 * The text of a file that a person has named, without a byte order mark; throws an error whose message says in words why not.
 * A pipe or a device is not opened at all: reading one may never end, and the application would not begin.
 */
export function readSmallFile(file: string): string {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new Error(`EISDIR, ${WORDS['EISDIR']}`);
    if (!stat.isFile()) throw new Error('it is a pipe or a device, not a file');
    if (stat.size > MAX_FILE_BYTES) throw new Error('it is larger than 4 MiB');
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new Error(WORDS[code] === undefined ? code : `${code}, ${WORDS[code]}`, { cause: message });
  }
}
