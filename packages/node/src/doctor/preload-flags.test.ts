import { expect } from 'chai';
import { preloadFlags } from './preload-flags.ts';

describe('preloadFlags', () => {
  it('tells what is loaded before the application, NODE_OPTIONS first, and no other flag', () => {
    expect(preloadFlags('--require ./a.js --max-old-space-size=100', ['--import=b', '-r', 'c', '--title=secret', '--eval', 'secret'])).to.deep.equal([
      '--require ./a.js', '--import b', '-r c',
    ]);
  });

  it('tells nothing when there is nothing', () => {
    expect(preloadFlags('', [])).to.deep.equal([]);
  });
});
