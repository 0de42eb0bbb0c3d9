import { expect } from 'chai';
import { entryFiles, type PackageManifest } from './entry-files.ts';

describe('entryFiles', () => {
  const cases: readonly (readonly [string, PackageManifest, readonly string[]])[] = [
    ['nothing at all', {}, ['index.js']],
    ['main', { main: './built/index.js' }, ['built/index.js']],
    ['main without its ending', { main: 'lib/mysql' }, ['lib/mysql.js']],
    ['main as a folder', { main: './lib/' }, ['lib/index.js']],
    ['exports as one file', { exports: './door.mjs' }, ['door.mjs']],
    ['exports by conditions', { exports: { import: './a.mjs', require: { node: './a.cjs', default: './b.cjs' } } }, ['a.mjs', 'a.cjs', 'b.cjs']],
    ['exports by paths', { exports: { '.': { import: './esm.mjs', default: ['./lib.js', './else.js'] }, './deep': './deep.js' } }, ['esm.mjs', 'lib.js', 'else.js']],
  ];
  for (const [what, manifest, expected] of cases) {
    it(`finds the entry by ${what}`, () => expect(entryFiles(manifest)).to.include.members([...expected]));
  }

  it('takes no file for an entry that is one by another name', () => {
    expect(entryFiles({ main: 'lib.js', exports: { '.': './lib.js', './deep': './deep.js' } })).to.deep.equal(['lib.js', 'lib.js.js', 'lib.js/index.js']);
  });
});
