import { once } from 'node:events';
import { connect, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { createUpstream } from './upstream.ts';

describe('the bench\'s upstream', () => {
  let upstream: Server;
  let port: number;
  beforeEach(async () => {
    upstream = createUpstream().listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    port = (upstream.address() as AddressInfo).port;
  });
  afterEach(() => upstream.close());

  it('answers fetch with JSON', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    expect(await answer.json()).to.deep.equal({ up: true });
  });

  it('answers each request once, however they are cut', async () => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const request = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
    socket.write(request + request.slice(0, -3));
    socket.end(request.slice(-3));
    expect((await text(socket)).match(/HTTP\/1\.1 200/g)).to.have.length(2);
  });
});
