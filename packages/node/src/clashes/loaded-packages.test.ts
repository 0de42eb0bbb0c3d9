import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadedPackages, ownPackage, packageText } from './loaded-packages.ts';

describe('loadedPackages', () => {
  const require = createRequire(import.meta.url);
  let folder: string;

  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'vigil-loaded-')); });
  afterEach(() => {
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    rmSync(folder, { recursive: true, force: true });
  });

  function install(path: string, manifest: object): string {
    const home = join(folder, path);
    mkdirSync(join(home, 'lib'), { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(home, 'lib/main.js'), '');
    return join(home, 'lib/main.js');
  }

  it('names every copy that is loaded once, with its version and its folder, in the order asked for', () => {
    const files = ['node_modules/shop', 'node_modules/@big/shop', 'node_modules/@big/shop/node_modules/shop'].map((path, index) =>
      install(path, { name: path.endsWith('@big/shop') ? '@big/shop' : 'shop', version: `${index}.0.0` }));
    for (const file of files) require(file);
    const found = loadedPackages(['@big/shop', 'shop', 'absent']);
    expect(found.map(packageText)).to.deep.equal([
      `@big/shop 1.0.0 (${folder}/node_modules/@big/shop/)`,
      `shop 0.0.0 (${folder}/node_modules/shop/)`,
      `shop 2.0.0 (${folder}/node_modules/@big/shop/node_modules/shop/)`,
    ]);
  });

  it('names a copy without a version as such', () => {
    require(install('node_modules/shop', { name: 'shop' }));
    expect(loadedPackages(['shop'])[0]?.version).to.equal('of no version');
  });

  it('knows the copy that our own imports get, and none of what is not installed', () => {
    expect(ownPackage('@opentelemetry/api')).to.deep.include({ name: '@opentelemetry/api', version: '1.10.0' });
    expect(ownPackage('@opentelemetry/not-there')).to.equal(undefined);
  });
});
