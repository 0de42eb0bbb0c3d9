import { connect, type Socket } from 'node:net';

/** A kept-alive connection that carries one GET at a time, for each of its paths in turn. */
export interface Connection {
  /** Sends the request; gives the answer's status. Rejects when the server hangs up. */
  ask(): Promise<number>;
  close(): void;
}

export async function openConnection(port: number, ...paths: readonly string[]): Promise<Connection> {
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: bench\r\naccept: application/json\r\n\r\n`);
  let next = 0;
  const socket = await connected(port);
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  eachAnswer(socket, (status) => waiting?.resolve(status));
  socket.on('error', (error) => waiting?.reject(error)).on('close', () => waiting?.reject(new Error('the server closed a connection')));
  const ask = (): Promise<number> => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    socket.write(requests[next++ % requests.length]!);
  });
  return { ask, close: () => socket.removeAllListeners('close').destroy() };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.off('error', reject)));
    socket.setNoDelay(true).once('error', reject);
  });
}

function eachAnswer(socket: Socket, heard: (status: number) => void): void {
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk;
    if (!isWhole(received)) return;
    const status = Number(received.slice('HTTP/1.1 '.length, 12));
    received = '';
    heard(status);
  });
}

/** As latin1 text one character is one byte, so the length can be compared. */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer);
  if (!length) throw new Error('the load needs answers with a content-length');
  return answer.length >= headEnd + 4 + Number(length[1]);
}
