import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { openConnection } from './connection.ts';

describe('a bench connection', () => {
  let server: Server;
  const listen = (answer: Parameters<typeof createServer>[1]): Promise<number> =>
    new Promise((resolve) => {
      server = createServer(answer!).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gives the status of each answer over the same socket', async () => {
    const ports = new Set<number | undefined>();
    const port = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(request.url === '/users/7' && ports.size === 1 ? 200 : 500, { 'content-length': 2 }).end('ok');
    });
    const connection = await openConnection(port, '/users/7');
    expect([await connection.ask(), await connection.ask(), await connection.ask()]).to.deep.equal([200, 200, 200]);
    connection.close();
  });

  it('goes round its paths', async () => {
    const urls: (string | undefined)[] = [];
    const port = await listen((request, response) => {
      urls.push(request.url);
      response.writeHead(200, { 'content-length': 0 }).end();
    });
    const connection = await openConnection(port, '/a', '/b');
    for (let i = 0; i < 3; i++) await connection.ask();
    expect(urls).to.deep.equal(['/a', '/b', '/a']);
    connection.close();
  });

  it('waits for the whole body', async () => {
    let ended = false;
    const port = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': 4 }).write('ab');
      setTimeout(() => {
        ended = true;
        response.end('cd');
      }, 20);
    });
    const connection = await openConnection(port, '/');
    await connection.ask();
    expect(ended).to.equal(true);
    connection.close();
  });

  it('rejects when the server hangs up', async () => {
    const port = await listen((request) => request.socket.destroy());
    const connection = await openConnection(port, '/');
    const outcome = await connection.ask().catch((error: Error) => error.message);
    expect(outcome).to.match(/closed|ECONNRESET/);
  });

  it('understands a head that comes in parts', async () => {
    const { createServer: createTcpServer } = await import('node:net');
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => {}).once('data', () => {
        socket.write('HTTP/1.1 404 Not Found\r\nContent-');
        setTimeout(() => socket.write('Length: 3\r\n\r\nab'), 10);
        setTimeout(() => socket.write('c'), 20);
      });
    });
    const port = await new Promise<number>((resolve) => tcp.listen(0, '127.0.0.1', () => resolve((tcp.address() as AddressInfo).port)));
    const connection = await openConnection(port, '/');
    expect(await connection.ask()).to.equal(404);
    connection.close();
    tcp.close();
  });
});
