import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readSmallFile } from './read-small-file.ts';

describe('readSmallFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-small-'));
    file = join(folder, 'file');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads a file, also by a symbolic link', () => {
    writeFileSync(file, 'text ü');
    symlinkSync('file', join(folder, 'link'));
    expect(readSmallFile(join(folder, 'link'))).to.equal('text ü');
  });

  it('leaves out the byte order mark that some editors write', () => {
    writeFileSync(file, '\uFEFF{}');
    expect(readSmallFile(file)).to.equal('{}');
  });

  it('says in words what is not there and what is a folder', () => {
    expect(() => readSmallFile(file)).to.throw(/^ENOENT, there is no such file$/);
    expect(() => readSmallFile(folder)).to.throw(/^EISDIR, it is a folder$/);
    symlinkSync('nowhere', file);
    expect(() => readSmallFile(file)).to.throw(/^ENOENT/);
  });

  it('does not open a pipe or a device, which might never end', function () {
    // A device that ends at once, so that this fails rather than hangs.
    expect(() => readSmallFile('/dev/null')).to.throw('it is a pipe or a device, not a file');
    spawnSync('mkfifo', [file]);
    expect(() => readSmallFile(file)).to.throw('it is a pipe or a device, not a file');
  });

  it('reads nothing that is far too large', () => {
    writeFileSync(file, '');
    truncateSync(file, 5 * 1024 * 1024);
    expect(() => readSmallFile(file)).to.throw('it is larger than 4 MiB');
  });
});
