import type { Socket } from 'node:net';
import { expect } from 'chai';
import { peerOf } from './peer.ts';

describe('peerOf', () => {
  const socket = (more: object = {}): Socket => ({ remoteAddress: '192.0.2.7', remotePort: 50_000, ...more }) as Socket;
  const attributesOf = (host: string, on: Socket = socket()): unknown => {
    const { 'server.address': address, 'server.port': port } = peerOf(on, host).attributes;
    return [address, port];
  };

  const hosts: readonly [host: string, address: string | undefined, port: number | undefined][] = [
    ['', undefined, undefined], ['shop.test', 'shop.test', 80], ['shop.test:8080', 'shop.test', 8080], ['shop.test:', 'shop.test', 80],
    ['[::1]', '[::1]', 80], ['[::1]:3000', '[::1]', 3000], ['[2001:db8::1]:65535', '[2001:db8::1]', 65_535], ['shop.test:65536', 'shop.test', 80],
    ['shop.test:0x50', 'shop.test:0x50', 80], ['shop.test:1e3', 'shop.test:1e3', 80], ['shop.test:-1', 'shop.test:-1', 80], ['shop.test:999999', 'shop.test:999999', 80],
  ];
  for (const [host, address, port] of hosts) {
    it(`reads the Host header ${JSON.stringify(host)}`, () => {
      expect(attributesOf(host)).to.deep.equal([address, port]);
    });
  }

  it('takes a socket that is encrypted for https', () => {
    const peer = peerOf(socket({ encrypted: true }), 'shop.test');
    expect([peer.scheme, peer.attributes['server.port']]).to.deep.equal(['https', 443]);
  });

  it('tells the address of the other side of the connection, and none where there is none', () => {
    expect(peerOf(socket(), '').attributes).to.deep.equal({ 'client.address': '192.0.2.7', 'network.peer.address': '192.0.2.7', 'network.peer.port': 50_000 });
    expect(peerOf(socket({ remoteAddress: undefined }), '').attributes).to.deep.equal({});
  });

  it('keeps what it learnt of a connection, which forgets its addresses when it closes', () => {
    const on = socket();
    const peer = peerOf(on, 'a');
    Object.assign(on, { remoteAddress: undefined });
    expect(peerOf(on, 'a')).to.equal(peer);
  });

  it('follows a client that changes the Host header from one request to the next', () => {
    const on = socket();
    expect([attributesOf('a', on), attributesOf('b:81', on)]).to.deep.equal([['a', 80], ['b', 81]]);
  });

  it('cuts a Host header without end', () => {
    expect(peerOf(socket(), 'a'.repeat(9999)).attributes['server.address']).to.have.length(2048);
  });

  it('keeps the caller when a proxy sends the next request for another name', () => {
    const connection = socket({ remoteAddress: '10.0.0.9', remotePort: 1234 });
    const first = peerOf(connection, 'one.test');
    const second = peerOf(connection, 'two.test:81');
    expect(second.client).to.equal(first.client);
    expect(second.attributes).to.include({ 'client.address': '10.0.0.9', 'network.peer.port': 1234, 'server.address': 'two.test', 'server.port': 81 });
  });
});
