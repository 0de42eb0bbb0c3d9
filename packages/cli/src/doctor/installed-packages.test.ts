import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { installedPackages } from './installed-packages.ts';

describe('installed packages', () => {
  let root: string;
  beforeEach(() => { root = realpathSync(mkdtempSync(join(tmpdir(), 'vigil-installed-'))); });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function install(path: string, version: string): string {
    const folder = join(root, path);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
    return folder;
  }

  function link(from: string, to: string): void {
    mkdirSync(dirname(join(root, from)), { recursive: true });
    symlinkSync(join(root, to), join(root, from));
  }

  const found = (from = root): string[] => installedPackages(from, (name) => name === '@a/x').map(({ version, folder }) => `${version} ${folder.slice(root.length)}`);

  it('are found nested and in the folders above', () => {
    install('node_modules/@a/x', '1.0.0');
    install('node_modules/b/node_modules/@a/x', '2.0.0');
    install('app/node_modules/c', '1.0.0');
    expect(found(join(root, 'app'))).to.deep.equal(['1.0.0 /node_modules/@a/x', '2.0.0 /node_modules/b/node_modules/@a/x']);
  });

  it('are found as pnpm links them, but not what the application cannot reach', () => {
    install('node_modules/.pnpm/b@1/node_modules/b', '1.0.0');
    install('node_modules/.pnpm/@a+x@1/node_modules/@a/x', '1.0.0');
    install('node_modules/.pnpm/@a+x@2/node_modules/@a/x', '2.0.0');
    link('node_modules/b', 'node_modules/.pnpm/b@1/node_modules/b');
    link('node_modules/.pnpm/b@1/node_modules/@a/x', 'node_modules/.pnpm/@a+x@1/node_modules/@a/x');
    expect(found()).to.deep.equal(['1.0.0 /node_modules/.pnpm/@a+x@1/node_modules/@a/x']);
  });

  it('are not looked for for ever where links go in circles', () => {
    const folder = install('node_modules/b', '1.0.0');
    install('node_modules/@a/x', '1.0.0');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(folder, join(folder, 'node_modules/b'));
    expect(found()).to.deep.equal(['1.0.0 /node_modules/@a/x']);
  });
});
