import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { freePorts } from '../../support/free-ports.ts';

/** Whom an application may call, by name, and how. */
export type Targets = Readonly<Record<string, { readonly url: string; readonly post?: true; readonly abort?: true }>>;

/** The certificate of the target that speaks TLS; the application trusts it by NODE_EXTRA_CA_CERTS. */
export const CERTIFICATE: URL = new URL('../../certs/localhost.crt', import.meta.url);

/** Starts all that is called. Nothing here is watched by anybody. */
export async function startTargets(): Promise<{ readonly targets: Targets; close(): void }> {
  const key = readFileSync(new URL('../../certs/localhost.key', import.meta.url));
  const servers = [createServer(answer), createSecureServer({ key, cert: readFileSync(CERTIFICATE) }, answer)];
  const [plain, secure] = (await Promise.all(servers.map(listen))) as [number, number];
  const [dead] = await freePorts(1);
  const at = `http://127.0.0.1:${plain}`;
  return {
    targets: {
      ok: { url: `${at}/ok` }, missing: { url: `${at}/missing` }, broken: { url: `${at}/broken` }, posted: { url: `${at}/ok`, post: true },
      query: { url: `${at}/ok?page=2&api_key=hunter2` }, user: { url: `http://user:hunter2@127.0.0.1:${plain}/ok` }, moved: { url: `${at}/moved` },
      dead: { url: `http://127.0.0.1:${dead}/` }, reset: { url: `${at}/reset` }, slow: { url: `${at}/slow`, abort: true },
      secure: { url: `https://localhost:${secure}/ok` }, localhost: { url: `http://localhost:${plain}/ok` },
    },
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

const answer: RequestListener = ({ url = '', socket }, response) => {
  response.setHeader('connection', 'close');
  const path = url.split('?')[0];
  if (path === '/reset') return socket.resetAndDestroy();
  if (path === '/slow') return void response.write('first');
  if (path === '/moved') response.writeHead(302, { location: '/ok' });
  else response.statusCode = path === '/missing' ? 404 : path === '/broken' ? 500 : 200;
  response.end('done');
};

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}
