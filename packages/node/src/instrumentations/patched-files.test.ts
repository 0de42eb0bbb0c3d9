import { expect } from 'chai';
import { patchedFiles, type ApplyPatch } from './patched-files.ts';
import type { FilePatch, ModuleDefinition } from './stock-instrumentation.ts';

describe('patchedFiles', () => {
  const adding = (word: string): FilePatch['patch'] => (exports) => `${String(exports)} ${word}`;
  const file = (name: string, supportedVersions: string[], word: string): FilePatch => ({ name, supportedVersions, patch: adding(word) as never });
  const define = (one: Partial<ModuleDefinition>): ModuleDefinition => ({ name: 'shop', supportedVersions: ['*'], files: [], ...one });
  const apply: ApplyPatch = (patch, exports, version) => patch.patch?.(exports, version);

  it('names the entry of a package, and files within it', () => {
    const definition = define({ patch: adding('main') as never, files: [file('shop/lib/till.js', ['*'], 'till')] });
    const files = patchedFiles('shop', { main: 'shop.js', version: '1.0.0' }, [definition], apply);
    expect(files?.['shop.js']?.('the')).to.equal('the main');
    expect(files?.['lib/till.js']?.('the')).to.equal('the till');
  });

  it('wants no entry for a definition that has only files', () => {
    const files = patchedFiles('shop', { main: 'shop.js', version: '1.0.0' }, [define({ files: [file('shop/lib/till.js', ['*'], 'till')] })], apply);
    expect(Object.keys(files ?? {})).to.deep.equal(['lib/till.js']);
  });

  it('applies all patches of a file, in their order', () => {
    const definitions = [define({ patch: adding('one') as never, files: [file('shop/index.js', ['*'], 'two')] }), define({ patch: adding('three') as never })];
    expect(patchedFiles('shop', { version: '1.0.0' }, definitions, apply)?.['index.js']?.('')).to.equal(' one two three');
  });

  it('leaves out what is for other versions', () => {
    const files = [file('shop/old.js', ['>=1 <2'], 'old'), file('shop/new.js', ['>=2 <3', '^5.0.0'], 'new')];
    expect(Object.keys(patchedFiles('shop', { version: '5.1.0' }, [define({ files })], apply) ?? {})).to.deep.equal(['new.js']);
  });

  it('is undefined when nothing fits, and empty when nothing is wanted', () => {
    const definition = define({ patch: adding('main') as never, supportedVersions: ['<2'] });
    expect(patchedFiles('shop', { version: '2.0.0' }, [definition], apply)).to.equal(undefined);
    expect(patchedFiles('other', { version: '2.0.0' }, [definition], apply)).to.deep.equal({});
  });

  it('takes prereleases only where the instrumentation does', () => {
    const fits = (includePrerelease: boolean): boolean =>
      patchedFiles('shop', { version: '2.0.0-rc.1' }, [define({ patch: adding('x') as never, supportedVersions: ['>=1'], includePrerelease })], apply) !== undefined;
    expect([fits(false), fits(true)]).to.deep.equal([false, true]);
  });

  it('without a version takes only what is for any', () => {
    const definitions = [define({ patch: adding('any') as never }), define({ patch: adding('some') as never, supportedVersions: ['>=1'] })];
    expect(patchedFiles('shop', {}, definitions, apply)?.['index.js']?.('')).to.equal(' any');
  });
});
