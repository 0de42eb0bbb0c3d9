import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, cachePath } from './cache.ts';

describe('the cache of real parts', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-cache-'));
    path = join(folder, 'part/1.0/program');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function write(inFolder: string, text: string): Promise<string> {
    await writeFile(join(inFolder, 'made'), text);
    return join(inFolder, 'made');
  }

  it('makes a part once', async () => {
    let made = 0;
    const make = (inFolder: string): Promise<string> => write(inFolder, `number ${++made}`);
    await cached({ path, label: 'first', make });
    expect(await cached({ path, label: 'second', make })).to.equal(path);
    expect(await readFile(path, 'utf8')).to.equal('number 1');
  });

  it('lets one of several callers make it and the others wait', async () => {
    let made = 0;
    const make = async (inFolder: string): Promise<string> => {
      made++;
      expect(existsSync(path)).to.equal(false);
      return write(inFolder, 'whole');
    };
    await Promise.all([1, 2, 3].map(() => cached({ path, label: 'together', make })));
    expect(made).to.equal(1);
  });

  it('leaves nothing behind when the making fails, and tries again the next time', async () => {
    const fails = (): Promise<string> => Promise.reject(new Error('no network'));
    const failure = await cached({ path, label: 'fails', make: fails }).catch((error: Error) => error.message);
    expect(failure).to.equal('no network');
    expect(await readdir(join(folder, 'part/1.0'))).to.deep.equal([]);
    await cached({ path, label: 'again', make: (inFolder) => write(inFolder, 'whole') });
    expect(await readdir(join(folder, 'part/1.0'))).to.deep.equal(['program']);
  });

  it('clears away what somebody left who was killed', async () => {
    await mkdir(join(folder, 'part/1.0/program.making-abandoned'), { recursive: true });
    // No process has this number: Linux ends at 4 194 304.
    await writeFile(`${path}.lock`, '99999999');
    await cached({ path, label: 'after a death', make: (inFolder) => write(inFolder, 'whole') });
    expect(await readdir(join(folder, 'part/1.0'))).to.deep.equal(['program']);
  });

  it('stands where the person keeps caches', () => {
    expect(cachePath('a', '1')).to.match(/vigil\/parts\/a\/1$/);
  });
});
