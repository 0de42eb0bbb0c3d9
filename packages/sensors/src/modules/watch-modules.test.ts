import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import { watchModules } from './watch-modules.ts';

describe('watchModules', () => {
  const require = createRequire(import.meta.url);
  let folder: string;
  let seen: unknown[];
  let failures: GuardFailure[];
  let stop: Stop;
  let onLoad: (exports: unknown) => void;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-modules-'));
    mkdirSync(join(folder, 'shop/lib'), { recursive: true });
    [seen, failures] = [[], []];
    onLoad = (exports) => void seen.push(exports);
    stop = watchModules([{ path: '/shop/lib/shop.js', onLoad: (exports) => onLoad(exports) }], createGuard({ report: (failure) => failures.push(failure) }));
  });
  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, code: string): string {
    const file = join(folder, 'shop/lib', name);
    writeFileSync(file, code);
    return file;
  }

  it('hands over what a required module exports, once', () => {
    const file = write('shop.js', 'module.exports = { open: true }');
    expect(require(file)).to.deep.equal({ open: true });
    require(file);
    expect(seen).to.deep.equal([{ open: true }]);
    expect(seen[0]).to.equal(require(file));
  });

  it('hands over what an imported CommonJS module exports', async () => {
    const file = write('shop.js', 'exports.open = true');
    await import(pathToFileURL(file).href);
    expect(seen).to.deep.equal([{ open: true }]);
  });

  it('is not hidden by a comment at the end of the file', () => {
    require(write('shop.js', 'module.exports = 1 // the end'));
    expect(seen).to.deep.equal([1]);
  });

  it('leaves the line numbers of a module alone', () => {
    const file = write('shop.js', '\nmodule.exports = () => { throw new Error("here"); };');
    let stack = '';
    try {
      (require(file) as () => void)();
    } catch (error) {
      stack = String((error as Error).stack);
    }
    expect(stack).to.include('shop.js:2:');
  });

  it('leaves other files, ES modules and JSON alone', async () => {
    require(write('other.js', 'module.exports = 1'));
    require(write('notshop.json', '{}'));
    stop();
    stop = watchModules([{ path: '/shop/lib/shop.mjs', onLoad: (exports) => void seen.push(exports) }], createGuard({ report: () => {} }));
    expect((await import(pathToFileURL(write('shop.mjs', 'export default 1')).href) as { default: number }).default).to.equal(1);
    expect(seen).to.deep.equal([]);
  });

  it('keeps what goes wrong with a module from the application', () => {
    onLoad = () => { throw new TypeError('odd'); };
    expect(require(write('shop.js', 'module.exports = 1'))).to.equal(1);
    expect(failures.map(({ name }) => name)).to.deep.equal(['modules:load']);
  });

  it('passes on what a module throws when it is loaded', () => {
    const file = write('shop.js', 'throw new RangeError("closed")');
    expect(() => require(file) as unknown).to.throw(RangeError, 'closed');
    expect(seen).to.deep.equal([]);
  });

  it('sees nothing after its stop, and what was loaded before still runs', () => {
    stop();
    expect(require(write('shop.js', 'module.exports = 1'))).to.equal(1);
    expect(seen).to.deep.equal([]);
  });
});
