import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { findPeer, loadPeer } from './optional-peer.ts';

describe('findPeer', () => {
  const main = process.argv[1];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-peer-'));
    process.argv[1] = join(folder, 'main.js');
  });
  afterEach(() => {
    process.argv[1] = main as string;
    rmSync(folder, { recursive: true, force: true });
  });
  const install = (path: string, code: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  };

  it('finds what stands beside the application, and loads nothing', () => {
    install('node_modules/a-peer/index.js', "throw new Error('loaded')");
    expect(findPeer('a-peer')).to.match(/a-peer.index\.js$/);
  });

  it('finds what another package brings along, and only there', () => {
    install('node_modules/bringer/index.js', '');
    install('node_modules/bringer/node_modules/brought/index.js', "module.exports = 'brought'");
    expect(findPeer('brought')).to.equal(undefined);
    const found = findPeer('bringer', 'brought');
    expect(loadPeer(found as string)).to.equal('brought');
  });

  it('finds what stands beside us', () => {
    expect(findPeer('@opentelemetry/api')).to.include('@opentelemetry/api');
  });

  it('finds nothing where there is nothing, also without a main file', () => {
    process.argv.length = 1;
    expect(findPeer('no-such-peer')).to.equal(undefined);
  });
});
