import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import { Agent, fetch as undiciFetch } from 'undici';

/** One who calls a service under test, over one of the protocols. */
export interface HttpClient {
  /** What spans are to call the protocol: `1.1` or `2`. */
  readonly version: string;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Sends all requests at once on one connection, before any answer; resolves with the number of answers that said 200. */
  together(url: string, paths: readonly string[]): Promise<number>;
  /** Sends a request that is never answered whole; the answer is what came of it so far, and a way to go away. */
  begin(url: string, path: string): Promise<{ got: () => string; leave: () => void }>;
  close(): Promise<void>;
}

/** HTTP/1.1; over TLS when there is a certificate to trust. */
export function http1Client(ca?: Buffer): HttpClient {
  const agent = ca === undefined ? undefined : new Agent({ connect: { ca } });
  const connect = (url: string): Socket => {
    const { hostname, port } = new URL(url);
    return ca === undefined ? connectTcp(Number(port), hostname) : connectTls({ port: Number(port), host: hostname, ca, ALPNProtocols: ['http/1.1'] });
  };
  const head = (url: string, path: string): string => `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`;
  return {
    version: '1.1',
    fetch: (url, init) => (agent === undefined ? fetch(url, init) : (undiciFetch(url, { ...init, dispatcher: agent } as object) as unknown as Promise<Response>)),
    async together(url, paths) {
      const socket = connect(url);
      const answers = (text: string): number => text.split('HTTP/1.1 200').length - 1;
      socket.write(paths.map((path) => head(url, path)).join(''));
      let text = '';
      for await (const chunk of socket) if (answers((text += String(chunk))) === paths.length) break;
      return answers(text);
    },
    async begin(url, path) {
      const socket = connect(url);
      const got = gather(socket);
      socket.write(head(url, path));
      return { got, leave: () => void socket.destroy() };
    },
    close: async () => agent?.close(),
  };
}

/** HTTP/2: over TLS when there is a certificate to trust, else by prior knowledge. All requests share a connection. */
export function http2Client(ca?: Buffer): HttpClient {
  let shared: ClientHttp2Session | undefined;
  const session = (url: string): ClientHttp2Session => {
    if (shared === undefined || shared.closed || shared.destroyed) {
      shared = connectHttp2(new URL(url).origin, ca === undefined ? {} : { ca }).on('error', () => {});
    }
    return shared;
  };
  const open = (url: string, path: string): ClientHttp2Stream => session(url).request({ ':path': path });
  return {
    version: '2',
    async fetch(url, { method = 'GET', headers = {}, body } = {}) {
      const { pathname, search } = new URL(url);
      const stream = session(url).request({ ':method': method, ':path': pathname + search, ...(headers as object) }, { endStream: !body });
      if (body) Readable.from(body as unknown as AsyncIterable<Uint8Array>).pipe(stream);
      const [head] = (await once(stream, 'response')) as [Record<string, string | number>];
      const text = await textOf(stream);
      const told = Object.entries(head).filter(([name]) => !name.startsWith(':')) as [string, string][];
      return new Response(text === '' ? null : text, { status: Number(head[':status']), headers: told });
    },
    async together(url, paths) {
      const streams = paths.map((path) => open(url, path));
      const heads = (await Promise.all(streams.map((stream) => once(stream.resume(), 'response')))) as [{ ':status': number }][];
      return heads.filter(([{ ':status': status }]) => status === 200).length;
    },
    async begin(url, path) {
      const stream = open(url, path).on('error', () => {});
      return { got: gather(stream), leave: () => stream.close(8) };
    },
    close: async () => void shared?.destroy(),
  };
}

function gather(stream: Readable): () => string {
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk))).on('error', () => {});
  return () => text;
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
