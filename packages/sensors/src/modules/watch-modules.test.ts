import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import { watchModules } from './watch-modules.ts';
import type { PackageCopy } from './watched-package.ts';

describe('watchModules', () => {
  const require = createRequire(import.meta.url);
  let folder: string;
  let seen: unknown[];
  let opened: PackageCopy[];
  let failures: GuardFailure[];
  let watch: () => Stop;
  let stop: Stop;
  let onLoad: (exports: unknown) => unknown;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-modules-'));
    [seen, opened, failures] = [[], [], []];
    onLoad = (exports) => void seen.push(exports);
    const files = { 'lib/shop.js': (exports: unknown) => onLoad(exports), 'lib/shop.mjs': (exports: unknown) => onLoad(exports) };
    const open = (copy: PackageCopy): typeof files => (opened.push(copy), files);
    watch = () => watchModules([{ name: 'shop', open }, { name: '@big/shop', open }], createGuard({ report: (failure) => failures.push(failure) }));
    stop = watch();
  });
  afterEach(() => {
    stop();
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    rmSync(folder, { recursive: true, force: true });
  });

  function write(path: string, code: string): string {
    const file = join(folder, 'node_modules', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
    return file;
  }

  it('hands over what a required module exports, once', () => {
    const file = write('shop/lib/shop.js', 'module.exports = { open: true }');
    expect(require(file)).to.deep.equal({ open: true });
    require(file);
    expect(seen).to.deep.equal([{ open: true }]);
    expect(seen[0]).to.equal(require(file));
  });

  it('hands over what was loaded before, and gives an answer to those who come later', () => {
    stop();
    const file = write('shop/lib/shop.js', 'module.exports = { open: true }');
    require(file);
    onLoad = (exports) => (seen.push(exports), { open: false });
    stop = watch();
    expect(seen).to.deep.equal([{ open: true }]);
    expect(require(file)).to.deep.equal({ open: false });
  });

  it('hands over what an imported CommonJS module exports', async () => {
    const file = write('shop/lib/shop.js', 'exports.open = true');
    await import(pathToFileURL(file).href);
    expect(seen).to.deep.equal([{ open: true }]);
  });

  it('hands over what an ES module exports', async () => {
    const loaded = await import(pathToFileURL(write('shop/lib/shop.mjs', 'export const open = true; export class Door {}')).href) as object;
    expect(seen).to.have.length(1);
    expect(seen[0]).to.equal(loaded);
  });

  it('gives the application what it was answered instead', () => {
    onLoad = (exports) => ({ ...(exports as object), wrapped: true });
    expect(require(write('shop/lib/shop.js', 'module.exports = { open: true }'))).to.deep.equal({ open: true, wrapped: true });
  });

  it('keeps the named exports of CommonJS that is imported', async () => {
    write('shop/lib/more.js', 'exports.closed = false;');
    const file = write('shop/lib/shop.js', "module.exports = require('./more.js'); module.exports.open = true;");
    expect(await import(pathToFileURL(file).href)).to.include({ open: true, closed: false });
  });

  it('opens a package once, before its first file runs, and each copy of it', () => {
    write('shop/lib/first.js', '');
    require(write('shop/lib/shop.js', "require('./first.js'); module.exports = 1"));
    require(write('other/node_modules/shop/lib/shop.js', 'module.exports = 2'));
    require(write('@big/shop/lib/shop.js', 'module.exports = 3'));
    expect(opened).to.deep.equal([
      { name: 'shop', folder: pathToFileURL(join(folder, 'node_modules/shop/')).href },
      { name: 'shop', folder: pathToFileURL(join(folder, 'node_modules/other/node_modules/shop/')).href },
      { name: '@big/shop', folder: pathToFileURL(join(folder, 'node_modules/@big/shop/')).href },
    ]);
    expect(seen).to.deep.equal([1, 2, 3]);
  });

  it('is not hidden by a comment at the end of the file', () => {
    require(write('shop/lib/shop.js', 'module.exports = 1 // the end'));
    expect(seen).to.deep.equal([1]);
  });

  it('leaves the line numbers of a module alone', () => {
    const file = write('shop/lib/shop.js', '\nmodule.exports = () => { throw new Error("here"); };');
    let stack = '';
    try {
      (require(file) as () => void)();
    } catch (error) {
      stack = String((error as Error).stack);
    }
    expect(stack).to.include('shop.js:2:');
  });

  it('leaves other files and other packages alone', () => {
    require(write('shop/lib/other.js', 'module.exports = 1'));
    require(write('shop/package.json', '{}'));
    require(write('notshop/lib/shop.js', 'module.exports = 1'));
    require(write('shop/node_modules/inner/lib/shop.js', 'module.exports = 1'));
    expect(seen).to.deep.equal([]);
    expect(opened).to.have.length(1);
  });

  it('keeps what goes wrong with a module from the application', () => {
    onLoad = () => { throw new TypeError('odd'); };
    expect(require(write('shop/lib/shop.js', 'module.exports = 1'))).to.equal(1);
    expect(failures.map(({ name }) => name)).to.deep.equal(['modules:load']);
  });

  it('passes on what a module throws when it is loaded', () => {
    const file = write('shop/lib/shop.js', 'throw new RangeError("closed")');
    expect(() => require(file) as unknown).to.throw(RangeError, 'closed');
    expect(seen).to.deep.equal([]);
  });

  it('sees nothing after its stop, and what was loaded before still runs', () => {
    stop();
    expect(require(write('shop/lib/shop.js', 'module.exports = 1'))).to.equal(1);
    expect(seen).to.deep.equal([]);
  });
});
