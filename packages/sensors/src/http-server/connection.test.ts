import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { Connection, connectionOf, openConnection } from './connection.ts';
import { exchangeOf } from './exchange-of.ts';
import type { Exchange } from './exchange.ts';

describe('Connection', () => {
  const exchange = (): Exchange => ({ request: {} as IncomingMessage, response: null, route: undefined, error: undefined, requestId: 'r-1' });
  const [first, second, third] = [exchange(), exchange(), exchange()];
  const found = (connection: Connection): boolean[] => [first, second, third].map((one) => connection.find(one.request as IncomingMessage) === one);
  let connection: Connection;

  beforeEach(() => {
    connection = new Connection({ isOver: false });
    for (const one of [first, second, third]) connection.open(one);
  });

  it('finds each open exchange by its request', () => {
    expect(found(connection)).to.deep.equal([true, true, true]);
    expect(connection.find({} as IncomingMessage)).to.equal(undefined);
  });

  it('closes them in their order', () => {
    connection.close(first);
    expect(found(connection)).to.deep.equal([false, true, true]);
    connection.close(second);
    connection.close(third);
    expect(found(connection)).to.deep.equal([false, false, false]);
  });

  it('closes one that waits behind others', () => {
    connection.close(second);
    expect(found(connection)).to.deep.equal([true, false, true]);
  });

  it('takes no second closing for that of another', () => {
    connection.close(first);
    connection.close(first);
    expect(found(connection)).to.deep.equal([false, true, true]);
  });

  it('gives all that is open away at once, oldest first', () => {
    expect(connection.drain()).to.deep.equal([first, second, third]);
    expect(connection.drain()).to.deep.equal([]);
    expect(connection.isNew).to.equal(true);
  });

  it('is kept on its socket', () => {
    const socket = {} as Socket;
    expect(connectionOf(socket)).to.equal(undefined);
    const own = openConnection(socket, { isOver: false });
    expect(connectionOf(socket)).to.equal(own);
    const served = { ...exchange(), request: { socket } as IncomingMessage };
    own.open(served);
    expect(exchangeOf(served.request)).to.equal(served);
  });
});
