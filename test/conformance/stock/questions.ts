/** One request to the application under test; `raw` is sent as it is, over a connection of its own. */
export interface Question {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The client goes away: before any answer, or within one. */
  readonly leaves?: 'before the answer' | 'within the answer';
  readonly version?: '1.0';
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const PARENT = 'b7ad6b7169203331';
const CALLS: Readonly<Record<string, string>> = {
  ok: 'a call', missing: 'a call that gets 404', broken: 'a call that gets 500', posted: 'a call that posts', query: 'a call with secrets in its query',
  user: 'a call with a user and password', moved: 'a call that is sent elsewhere', dead: 'a call to nobody', reset: 'a call that is cut off',
  slow: 'a call that is given up', secure: 'a call by https', localhost: 'a call by name',
};

/** The same of every framework. */
export const QUESTIONS: readonly Question[] = [
  { name: 'a plain answer', path: '/plain' },
  { name: 'a query', path: '/plain?page=2&sort=a%20b' },
  { name: 'secrets in a query', path: '/plain?token=hunter2&sig=abc' },
  { name: 'a route with a parameter', path: '/users/7' },
  { name: 'a mounted route', path: '/orgs/acme/teams/red' },
  { name: 'no such path', path: '/nowhere/4711' },
  { name: 'an error thrown', path: '/boom' },
  { name: 'an error rejected', path: '/reject' },
  { name: 'an error that is answered with 404', path: '/failed' },
  { name: 'an answer of 204', path: '/status/204' },
  { name: 'an answer of 404', path: '/status/404' },
  { name: 'an answer of 503', path: '/status/503' },
  { name: 'a redirection', path: '/moved' },
  { name: 'HEAD', path: '/plain', method: 'HEAD' },
  { name: 'OPTIONS', path: '/plain', method: 'OPTIONS' },
  { name: 'POST', path: '/echo', method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } },
  { name: 'PROPFIND', path: '/plain', method: 'PROPFIND' },
  { name: 'QUERY', path: '/plain', method: 'QUERY' },
  { name: 'a stream', path: '/stream' },
  { name: 'HTTP/1.0', path: '/plain', version: '1.0' },
  { name: 'a client that leaves before the answer', path: '/hang', leaves: 'before the answer' },
  { name: 'a client that leaves within the answer', path: '/begin', leaves: 'within the answer' },
  { name: 'behind a proxy', path: '/plain', headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' } },
  { name: 'behind a proxy that says so by the standard', path: '/plain', headers: { forwarded: 'for=203.0.113.7;proto=https;host=shop.example' } },
  { name: 'another Host', path: '/plain', headers: { host: 'shop.example:8443' } },
  { name: 'a Host without a port', path: '/plain', headers: { host: 'shop.example' } },
  { name: 'a caller', path: '/plain', headers: { traceparent: `00-${TRACE}-${PARENT}-01` } },
  { name: 'a caller with trace state', path: '/plain', headers: { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'vendor=value' } },
  { name: 'a caller that is not sampled', path: '/plain', headers: { traceparent: `00-${TRACE}-${PARENT}-00` } },
  ...Object.entries(CALLS).flatMap(([target, name]): Question[] => [
    { name: `${name}, by fetch`, path: `/call/fetch/${target}` }, { name: `${name}, by http`, path: `/call/http/${target}` },
  ]),
];
