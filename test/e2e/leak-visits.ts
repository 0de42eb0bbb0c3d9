import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** One visit of each kind that an application gets; `id` makes paths, hosts and headers that never come twice. */
export type Visit = (base: URL, id: number, upstream: string) => Promise<unknown>;

interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Default: a kept-alive connection of few. */
  agent?: Agent | false;
}

const keptAlive = new Agent({ keepAlive: true, maxSockets: 4 });
export const closeKeptAlive = (): void => keptAlive.destroy();

function visit(ask: (id: number, upstream: string) => Ask): Visit {
  return (base, id, upstream) => new Promise((resolve, reject) => {
    const { method = 'GET', path, headers = {}, body, agent = keptAlive } = ask(id, upstream);
    const sent = request({ host: base.hostname, port: base.port, method, path, headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode)).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** Writes all requests at once; resolves when so many answers have begun, after hanging up. */
function onSocket(requests: (id: number) => readonly string[], answers: number): Visit {
  return ({ hostname, port }, id) => new Promise((resolve, reject) => {
    const heads = requests(id).map((path) => `GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    const socket = connect(Number(port), hostname, () => socket.write(heads.join('')));
    let heard = '';
    socket.setEncoding('latin1').on('error', reject).on('data', (text: string) => {
      heard += text;
      if (heard.split('HTTP/1.1 ').length > answers) socket.destroy();
    });
    socket.on('close', () => resolve(undefined));
  });
}

const hex = (id: number, digits: number): string => (id + 1).toString(16).padStart(digits, '0');
const parent = (id: number, flags: '00' | '01'): Record<string, string> => ({ traceparent: `00-${hex(id, 32)}-${hex(id, 16)}-${flags}` });

export const visits: Readonly<Record<string, Visit>> = {
  'plain, on a kept-alive connection': visit((id) => ({ path: `/users/${id}?page=${id}` })),
  'plain, on a connection of its own': visit(() => ({ path: '/users/7', agent: false })),
  'with a log line': visit(() => ({ path: '/plain' })),
  'with a body': visit((id) => ({ method: 'POST', path: '/echo', body: `body ${id}`, headers: { 'content-type': 'text/plain' } })),
  'unknown path, host, browser, request id': visit((id) => ({
    path: `/nothing/${id}`, headers: { host: `host-${id}.example`, 'user-agent': `browser ${id}`, 'x-request-id': `id-${id}` },
  })),
  'of a trace': visit((id) => ({ path: '/users/7', headers: parent(id, '01') })),
  'of a trace with state and baggage': visit((id) => ({
    path: '/users/7', headers: { ...parent(id, '01'), tracestate: `a=${id}`, baggage: `b=${id}` },
  })),
  'sampled out': visit((id) => ({ path: '/touch', headers: parent(id, '00') })),
  'whose span the application touches': visit(() => ({ path: '/touch' })),
  'that waits': visit(() => ({ path: '/ids' })),
  'that fails': visit(() => ({ path: '/boom' })),
  'that fails later': visit(() => ({ path: '/reject' })),
  'with a fetch': visit((id, upstream) => ({ path: `/fetch?url=${upstream}/${id}` })),
  'with an http.get': visit((id, upstream) => ({ path: `/get?url=${upstream}/${id}` })),
  'with an http.get of nobody': visit(() => ({ path: '/get?url=http://127.0.0.1:1' })),
  'pipelined': onSocket((id) => [`/users/${id}`, '/users/7', '/nothing', '/users/7'], 4),
  'aborted before the answer': onSocket(() => ['/users/7', '/hang'], 1),
  'aborted within the answer': onSocket(() => ['/stream'], 1),
  'aborted while others wait in the pipeline': onSocket(() => ['/users/7', '/hang', '/users/7', '/users/7'], 1),
};
