import { connect, type Socket } from 'node:net';

/** A kept-alive connection that carries one GET at a time, for each of its paths in turn. */
export interface Connection {
  /** Sends the request; gives the answer's status. Rejects when the server hangs up. */
  ask(): Promise<number>;
  close(): void;
}

interface Waiting {
  resolve(status: number): void;
  reject(error: Error): void;
}

/** The requests are made once and the answers read as bytes: the core that this saves, sink and sender share. */
export async function openConnection(port: number, ...paths: readonly string[]): Promise<Connection> {
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: bench\r\naccept: application/json\r\n\r\n`, 'latin1'));
  let next = 0;
  let waiting: Waiting | undefined;
  const socket = await connected(port, answerReader((status) => waiting?.resolve(status)));
  socket.on('error', (error) => waiting?.reject(error)).on('close', () => waiting?.reject(new Error('the server closed a connection')));
  const ask = (): Promise<number> => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    socket.write(requests[next++ % requests.length]!);
  });
  return { ask, close: () => socket.removeAllListeners('close').destroy() };
}

/** One buffer for all that is received: what an answer says is read before the next part of it comes. */
function connected(port: number, read: (bytes: Uint8Array) => void): Promise<Socket> {
  const callback = (length: number, bytes: Uint8Array): boolean => {
    read(bytes.subarray(0, length));
    return true;
  };
  return new Promise((resolve, reject) => {
    const onread = { buffer: Buffer.allocUnsafeSlow(64 * 1024), callback };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => resolve(socket.off('error', reject)));
    socket.once('error', reject);
  });
}

const HEAD_END = Buffer.from('\r\n\r\n');
// The end of the header's name: its beginning is spelt with capitals by some and without by others.
const LENGTH = Buffer.from('ength: ');
const COLON_LENGTH = 'content-length: '.length;

/** Tells the status of each answer when its last byte has come. A head that comes in parts is held until it is whole. */
function answerReader(heard: (status: number) => void): (bytes: Uint8Array) => void {
  let held: Buffer | undefined;
  let left = 0;
  let status = 0;
  return (part) => {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.length);
    if (left > 0) {
      left -= bytes.length;
    } else {
      const answer = held ? Buffer.concat([held, bytes]) : bytes;
      const bodyStart = answer.indexOf(HEAD_END) + HEAD_END.length;
      held = bodyStart < HEAD_END.length ? Buffer.from(answer) : undefined;
      if (held) return;
      status = numberAt(answer, 'HTTP/1.1 '.length);
      left = bodyStart + bodyLength(answer, bodyStart) - answer.length;
    }
    if (left < 0) throw new Error('the server sent more than it was asked for');
    if (left === 0) heard(status);
  };
}

function bodyLength(answer: Buffer, bodyStart: number): number {
  const at = answer.indexOf(LENGTH) + LENGTH.length;
  const name = answer.toString('latin1', Math.max(0, at - COLON_LENGTH), at).toLowerCase();
  if (at > bodyStart || name !== 'content-length: ') throw new Error('the load needs answers with a content-length');
  return numberAt(answer, at);
}

function numberAt(bytes: Buffer, start: number): number {
  let value = 0;
  for (let at = start; bytes[at]! >= 48 && bytes[at]! <= 57; at++) value = value * 10 + bytes[at]! - 48;
  return value;
}
