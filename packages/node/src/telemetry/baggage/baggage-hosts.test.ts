import { expect } from 'chai';
import { BaggageHosts } from './baggage-hosts.ts';

describe('BaggageHosts', () => {
  const own = [
    'localhost', 'LOCALHOST', 'localhost.', 'warehouse', 'my_service-2', 'a.localhost', 'nas.local', 'db.corp.internal', 'api.shop.svc', 'api.shop.svc.cluster.local',
    'router.home.arpa', '127.0.0.1', '127.9.9.9', '10.1.2.3', '192.168.0.1', '172.16.0.1', '172.31.255.255', '::1', '[::1]', 'fd12:3456::1', '[fc00::1]', 'fe80::1',
  ];
  const strangers = [
    'example.com', 'localhost.example.com', '127.0.0.1.example.com', 'x.internal.example.com', '8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.0.1', '169.254.169.254',
    '100.64.0.1', '0.0.0.0', '010.1.1.1', '127.1', '2130706433', '0x7f000001', '0x7f.1', '10.1.2', '::', '::ffff:10.0.0.1', '2001:db8::1', 'fec0::1', '', '.', '-',
  ];
  for (const host of own) it(`takes ${host} for private`, () => expect(new BaggageHosts(['private']).has(host)).to.equal(true));
  for (const host of strangers) it(`does not take ${host || 'an empty name'} for private`, () => expect(new BaggageHosts(['private']).has(host)).to.equal(false));

  const named: readonly [patterns: string[], host: string, has: boolean][] = [
    [['*'], 'anywhere.example', true], [['api.example.com'], 'API.example.com', true], [['api.example.com'], 'x.api.example.com', false],
    [['*.example.com'], 'a.b.example.com', true], [['*.example.com'], 'example.com', false], [['*.example.com'], 'badexample.com', false],
    [['api.example.com'], 'localhost', false], [['private', 'api.example.com'], 'localhost', true], [[], 'localhost', false], [['private'], 'private', true], [['8.8.8.8'], '8.8.8.8', true],
  ];
  for (const [patterns, host, has] of named) {
    it(`${has ? 'has' : 'has not'} ${host} by ${patterns.join() || 'nothing'}`, () => expect(new BaggageHosts(patterns).has(host)).to.equal(has));
  }
});
