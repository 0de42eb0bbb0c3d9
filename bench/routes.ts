/** A path of the measured applications. A new one is one entry here and one handler in each application. */
export interface Route {
  name: string;
  path: string;
  /** Any other answer voids the row. */
  status: number;
  /** Outbound calls per request: each must give a client span. */
  outboundCalls: number;
  /** For docs/benchmarks.md. */
  about: string;
}

export const routes: readonly Route[] = [
  { name: 'plain', path: '/users/7', status: 200, outboundCalls: 0, about: 'a small JSON object behind two middlewares (Express) or a hook (Fastify)' },
  { name: 'outbound', path: '/out', status: 200, outboundCalls: 1, about: 'one `fetch` to an upstream on loopback first' },
  { name: 'notFound', path: '/nothing/here', status: 404, outboundCalls: 0, about: 'no route matches' },
  { name: 'error', path: '/error', status: 500, outboundCalls: 0, about: 'the handler throws an `Error`; an error handler answers JSON (Express), or Fastify\'s own' },
  { name: 'json', path: '/list', status: 200, outboundCalls: 0, about: '10 kB of JSON, serialised for each request' },
];
