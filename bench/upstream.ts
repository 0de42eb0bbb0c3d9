import { createServer, type Server } from 'node:net';

const BODY = '{"up":true}';
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\nkeep-alive: timeout=600\r\n\r\n${BODY}`;
const HEAD_END = '\r\n\r\n';

/**
 * What the outbound route calls: the same small JSON for every GET. On a bare socket, because an HTTP server would take as much of the
 * second core again as the load does, from the measured server's own sender.
 */
export function createUpstream(): Server {
  return createServer({ noDelay: true }, (socket) => {
    let held = '';
    socket.setEncoding('latin1').on('error', () => socket.destroy()).on('data', (chunk: string) => {
      const heads = (held + chunk).split(HEAD_END);
      held = heads.pop()!;
      if (heads.length > 0) socket.write(ANSWER.repeat(heads.length));
    });
  });
}
