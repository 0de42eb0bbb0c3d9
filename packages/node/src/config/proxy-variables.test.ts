import { expect } from 'chai';
import { canUseProxies, proxyVariables } from './proxy-variables.ts';

describe('proxyVariables', () => {
  const own = 'localhost,127.0.0.1,[::1],::1';

  it('are none when the environment names no proxy', () => {
    expect(proxyVariables({ NO_PROXY: 'x', HTTP_PROXY: '' })).to.equal(undefined);
  });

  it('are taken in small letters before capitals, and for all before none', () => {
    expect(proxyVariables({ http_proxy: 'http://a', HTTP_PROXY: 'http://b', ALL_PROXY: 'http://c' }))
      .to.deep.equal({ http_proxy: 'http://a', https_proxy: 'http://c', no_proxy: own });
  });

  it('never lead away from this machine, whatever else they spare', () => {
    expect(proxyVariables({ HTTPS_PROXY: 'http://a', NO_PROXY: '.inside' })).to.deep.equal({ https_proxy: 'http://a', no_proxy: `${own},.inside` });
  });

  for (const [version, can] of [['22.15.0', false], ['22.20.9', false], ['22.21.0', true], ['23.11.0', false], ['24.4.1', false], ['24.5.0', true], ['26.0.0', true]] as const) {
    it(`${can ? 'can' : 'cannot'} be used by Node ${version}`, () => {
      expect(canUseProxies(version)).to.equal(can);
    });
  }
});
