import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { readManifest } from './read-manifest.ts';

describe('readManifest', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-manifest-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };

  it('reads name, version and the names of the dependencies', () => {
    write('package.json', { name: 'shop', version: '1.2.3', dependencies: { pino: '10.0.0' } });
    expect(readManifest(folder)).to.deep.equal({ folder, name: 'shop', version: '1.2.3', dependencies: ['pino'] });
  });

  it('goes up from the main file, past manifests without a name', () => {
    write('package.json', { name: 'shop' });
    write('dist/package.json', { type: 'commonjs' });
    mkdirSync(join(folder, 'dist/server'));
    expect(readManifest(join(folder, 'dist/server'))).to.deep.equal({ folder, name: 'shop', dependencies: [] });
  });

  it('takes the nearest name', () => {
    write('package.json', { name: 'monorepo' });
    write('services/shop/package.json', { name: 'shop' });
    expect(readManifest(join(folder, 'services/shop')).name).to.equal('shop');
  });

  for (const [name, content] of [
    ['no JSON', '{'], ['null', 'null'], ['a list', '[]'], ['a name that is no text', { name: 7 }], ['an empty name', { name: '' }],
  ] as const) {
    it(`goes on where a manifest is ${name}`, () => {
      write('package.json', { name: 'shop' });
      write('inner/package.json', content);
      expect(readManifest(join(folder, 'inner')).name).to.equal('shop');
    });
  }

  it('leaves a version out that is no text, and dependencies that are none', () => {
    write('package.json', { name: 'shop', version: 1, dependencies: null });
    expect(readManifest(folder)).to.deep.equal({ folder, name: 'shop', dependencies: [] });
  });

  it('ends at the root', () => {
    expect(readManifest('/')).to.have.property('dependencies');
  });
});
