import type { OutboundRequest } from '@vigil/sensors';
import { expect } from 'chai';
import { callError, clientAttributes, fullUrl } from './client-span.ts';

describe('client spans', () => {
  const to = (more: Partial<OutboundRequest>): OutboundRequest => ({ method: 'GET', scheme: 'http', host: 'shop.test', port: 80, path: '/', setHeader: () => {}, ...more });

  const urls: readonly [name: string, request: Partial<OutboundRequest>, expected: string][] = [
    ['the whole of it', { path: '/a/b?c=d' }, 'http://shop.test/a/b?c=d'],
    ["a port that is not the scheme's own", { port: 8080 }, 'http://shop.test:8080/'],
    ['https', { scheme: 'https', port: 443 }, 'https://shop.test/'],
    ['https on the port of http', { scheme: 'https' }, 'https://shop.test:80/'],
    ['IPv6', { host: '::1', port: 3000 }, 'http://[::1]:3000/'],
    ['IPv6 in brackets', { host: '[::1]' }, 'http://[::1]/'],
    ['no secret of its query', { path: '/a?token=t&b=1&password[]=p' }, 'http://shop.test/a?token=REDACTED&b=1&password[]=REDACTED'],
    ['no fragment', { path: '/a?b=1#access_token=t' }, 'http://shop.test/a?b=1'],
    ['the whole URL that goes to a proxy, without its user', { host: 'proxy.test', port: 3128, path: 'http://ann:hunter2@shop.test:81/a?sig=s' }, 'http://shop.test:81/a?sig=REDACTED'],
    ['the proxy of a tunnel', { method: 'CONNECT', host: 'proxy.test', port: 3128, path: 'shop.test:443' }, 'http://proxy.test:3128'],
    ['no more than the origin for what is no path', { path: 'ann:hunter2@shop.test' }, 'http://shop.test'],
  ];
  for (const [name, request, expected] of urls) {
    it(`tell in url.full ${name}`, () => {
      expect(fullUrl(to(request))).to.equal(expected);
    });
  }

  it('carry no URL without end', () => {
    expect(fullUrl(to({ path: `/${'a'.repeat(9999)}` }))).to.have.length(2048);
  });

  it('keep a method that nobody knows apart', () => {
    expect(clientAttributes(to({ method: 'PURGE' }), '_OTHER')).to.deep.equal({
      'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE', 'server.address': 'shop.test', 'server.port': 80, 'url.full': 'http://shop.test/',
    });
  });

  const errors: readonly [status: number, thrown: string | undefined, complete: boolean, expected: string | undefined][] = [
    [200, undefined, true, undefined], [399, undefined, true, undefined], [400, undefined, true, '400'], [503, undefined, true, '503'],
    [200, undefined, false, 'aborted'], [0, undefined, false, 'aborted'], [200, 'ECONNRESET', false, 'ECONNRESET'], [500, 'ECONNRESET', false, 'ECONNRESET'],
  ];
  for (const [status, error, complete, expected] of errors) {
    it(`call ${expected ?? 'no error'} an answer of ${status}${complete ? '' : ', cut short'}${error === undefined ? '' : `, after ${error}`}`, () => {
      const outcome = { status, error, protocol: undefined, exception: undefined, peerAddress: undefined, peerPort: undefined };
      expect(callError(outcome, complete)).to.equal(expected);
    });
  }
});
