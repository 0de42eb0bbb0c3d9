import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createGuard } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import type { Ending, Exchange, ServerObserver } from './exchange.ts';
import { watchHttpServer } from './watch-http-server.ts';

interface Named extends Exchange {
  readonly url: string | undefined;
}

describe('the end of a watch of servers', () => {
  const guard = createGuard({ report: () => {} });
  const observerThat = (close: (text: string) => void): ServerObserver<Named> => ({
    open: (request, response) => {
      opened++;
      return { request, response, route: undefined, error: undefined, requestId: 'r-1', url: request.url };
    },
    enter: () => {},
    isCurrent: () => true,
    run: (_exchange, fn) => fn(),
    close: ({ url }, ending: Ending) => close(`${url} ${ending}`),
  });
  let opened: number;
  let closed: string[];
  let listener: RequestListener;
  let server: Server;
  let stop: Stop;

  beforeEach(async () => {
    [opened, closed] = [0, []];
    stop = watchHttpServer(observerThat((text) => closed.push(text)), guard);
    server = createServer((request, response) => listener(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(async () => {
    stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };
  function raw(text: string): { socket: Socket; answer: () => string } {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.write(text);
    return { socket, answer: () => answer };
  }

  it('says nothing of what was still open', async () => {
    let socketOfServer: Socket | undefined;
    let isGone = false;
    listener = (request, response) => {
      socketOfServer = request.socket.once('close', () => (isGone = true));
      socketOfServer.once('go', () => void response.end('ok'));
    };
    const { socket, answer } = raw('GET /1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => socketOfServer !== undefined);
    stop();
    socketOfServer?.emit('go');
    await until(() => answer().endsWith('ok'));
    socket.resetAndDestroy();
    await until(() => isGone);
    expect(closed).to.deep.equal([]);
  });

  it('lets another watch begin anew on a connection that stays open', async () => {
    listener = (request, response) => void (request.url === '/open' || response.end('ok'));
    const { socket, answer } = raw('GET /before HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => answer().endsWith('ok') && closed.length === 1);
    stop();
    const told: string[] = [];
    stop = watchHttpServer(observerThat((text) => told.push(text)), guard);
    socket.write('GET /after HTTP/1.1\r\nHost: x\r\n\r\nGET /open HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => opened === 3);
    socket.resetAndDestroy();
    await until(() => told.length === 2);
    expect([told, closed.length]).to.deep.equal([['/after finished', '/open aborted'], 1]);
  });
});
