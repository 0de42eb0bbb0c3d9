import { expect } from 'chai';
import { isOurs } from './tarballs.ts';
import { setups, toldBy, whySilent, type Setup } from './setups.ts';

const named = (name: string): Setup => setups.find((setup) => setup.name === name)!;

describe('the bench\'s set-ups', () => {
  it('tell Node nothing for the bare application', () => {
    expect([...toldBy(named('bare'), 'cjs'), ...toldBy(named('bare'), 'esm')]).to.deep.equal([]);
  });

  it('preload by require for CommonJS and by import for ES modules', () => {
    expect(toldBy(named('vigil'), 'cjs')).to.deep.equal(['--require', '@vigil/node/register']);
    expect(toldBy(named('vigil'), 'esm')).to.deep.equal(['--import', '@vigil/node/register']);
  });

  it('follow a contender\'s own instructions where they differ', () => {
    expect(toldBy(named('zen'), 'cjs')).to.deep.equal(toldBy(named('zen'), 'esm'));
    expect(toldBy(named('dd-trace'), 'esm')).to.deep.equal(['--import', 'dd-trace/initialize.mjs']);
  });

  it('owe spans, except where they were made not to', () => {
    expect(whySilent(named('vigil'), 'notFound')).to.equal(undefined);
    expect(whySilent(named('sentry'), 'notFound')).to.contain('404');
    expect(whySilent(named('sentry'), 'plain')).to.equal(undefined);
    expect(whySilent(named('zen'), 'plain')).to.contain('no spans');
    expect(whySilent(named('bare'), 'plain')).to.equal('none due');
  });

  it('are installed in exact versions', () => {
    const specs = setups.flatMap(({ installs }) => installs).filter((spec) => !isOurs(spec));
    expect(specs.filter((spec) => !/.@\d+\.\d+\.\d+$/.test(spec))).to.deep.equal([]);
  });

  it('send nowhere but to the sink', () => {
    const addresses = setups.flatMap(({ env }) => Object.values(env?.('http://127.0.0.1:1') ?? {})).filter((value) => value.includes('//'));
    expect(addresses.map((address) => new URL(address).host)).to.deep.equal(addresses.map(() => '127.0.0.1:1'));
  });
});
