import type { Difference } from './differences.ts';

type Row = readonly [what: string, vigil: string, stock: string, where: string];

/**
 * What Vigil and the stock instrumentations tell differently, and why: express, http, undici, runtime-node and host-metrics of
 * auto-instrumentations-node, and @fastify/otel. This list is the expectation; docs/conformance.md shows it.
 */
const BY_REASON: readonly { readonly reason: string; readonly rows: readonly Row[] }[] = [
  {
    reason: 'One server span a request and one client span a call: what a handler or a middleware takes is seen by its own calls.',
    rows: [
      ['second span of fetch: parent', 'the server span', 'a span of a handler', 'express, express 4, fastify, fastify 4: everywhere'],
      ['span of fetch: parent', 'the server span', 'a span of a handler', 'express, express 4, fastify, fastify 4: everywhere'],
      ['span of http.request: parent', 'the server span', 'a span of a handler', 'express, express 4, fastify, fastify 4: everywhere'],
      ['spans: of middleware and handlers', 'none', 'some', 'express, express 4: everywhere. fastify: everywhere but a client that leaves before the answer; a client that leaves within the answer. fastify 4: everywhere but QUERY; a client that leaves before the answer; a client that leaves within the answer'],
    ],
  },
  {
    reason: 'Of our own, beside the semantic conventions: the id that the client is told and log lines carry, and a mark on answers that were cut short.',
    rows: [
      ['server span: vigil.http.aborted', 'any', '', 'a client that leaves within the answer'],
      ['server span: vigil.request.id', 'any', '', 'everywhere'],
    ],
  },
  {
    reason: 'The client went away before there was an answer. The status that Node had ready never left, so it is not told, and nobody was served.',
    rows: [
      ['metric http.server.request.duration: error.type=client_disconnected', 'any', '', 'everywhere'],
      ['metric http.server.request.duration: http.response.status_code=(none)', 'any', '', 'everywhere'],
      ['server span: error.type', 'any', '', 'a client that leaves before the answer'],
      ['server span: http.response.status_code', '', 'any', 'a client that leaves before the answer'],
      ['server span: status', 'error', 'unset', 'a client that leaves before the answer'],
    ],
  },
  {
    reason: 'A call that the application gave up, or whose answer ended early, had no whole answer. The semantic conventions ask for an error there.',
    rows: [
      ['metric http.client.request.duration: error.type=AbortError', 'any', '', 'everywhere'],
      ['metric http.client.request.duration: error.type=aborted', 'any', '', 'everywhere'],
      ['span of fetch: error.type', 'any', '', 'a call that is given up, by fetch'],
      ['span of fetch: events', 'any', '', 'a call that is given up, by fetch'],
      ['span of fetch: exception message', 'any', '', 'a call that is given up, by fetch'],
      ['span of fetch: exception type', 'any', '', 'a call that is given up, by fetch'],
      ['span of fetch: status message', 'any', '', 'a call that is given up, by fetch'],
      ['span of fetch: status', 'error', 'unset', 'a call that is given up, by fetch'],
      ['span of http.request: error.type', 'any', '', 'a call that is given up, by http'],
      ['span of http.request: status', 'error', 'unset', 'a call that is given up, by http'],
    ],
  },
  {
    reason: 'What a handler threw is told on the one span there is, with its class or code as the type and its message as the status (semantic conventions, recording errors). The stock presets tell it on the span of the handler.',
    rows: [
      ['server span: error.type', 'E_OUT', '500', 'express, express 4, fastify, fastify 4: an error rejected'],
      ['server span: error.type', 'TypeError', '500', 'express, express 4, fastify, fastify 4: an error thrown'],
      ['server span: events', 'any', '', 'express, express 4, fastify, fastify 4: an error thrown; an error rejected'],
      ['server span: exception message', 'any', '', 'express, express 4, fastify, fastify 4: an error thrown; an error rejected'],
      ['server span: exception type', 'any', '', 'express, express 4, fastify, fastify 4: an error thrown; an error rejected'],
      ['server span: status message', 'any', '', 'express, express 4, fastify, fastify 4: an error thrown; an error rejected'],
    ],
  },
  {
    reason: 'A system error is named by its code, which tells a dead service from one that hung up; `Error` tells nothing.',
    rows: [
      ['span of http.request: error.type', 'ECONNREFUSED', 'Error', 'a call to nobody, by http'],
      ['span of http.request: error.type', 'ECONNRESET', 'Error', 'a call that is cut off, by http'],
    ],
  },
  {
    reason: 'The semantic conventions ask for the original method only where it is not the one that is told. undici\'s instrumentation always tells it.',
    rows: [
      ['second span of fetch: http.request.method_original', '', 'any', 'everywhere'],
      ['span of fetch: http.request.method_original', '', 'any', 'everywhere'],
    ],
  },
  {
    reason: 'Parts of `url.full`, which the semantic conventions do not list for client spans, or only for those who ask.',
    rows: [
      ['second span of fetch: url.path', '', 'any', 'everywhere'],
      ['second span of fetch: url.scheme', '', 'any', 'everywhere'],
      ['second span of fetch: user_agent.original', '', 'any', 'everywhere'],
      ['span of fetch: url.path', '', 'any', 'everywhere'],
      ['span of fetch: url.query', '', 'any', 'a call with secrets in its query, by fetch'],
      ['span of fetch: url.scheme', '', 'any', 'everywhere'],
      ['span of fetch: user_agent.original', '', 'any', 'everywhere'],
    ],
  },
  {
    reason: 'The span of an unknown method is named `HTTP` (semantic conventions): a client can make up methods without end.',
    rows: [
      ['server span: name', 'HTTP', 'PROPFIND', 'PROPFIND'],
    ],
  },
  {
    reason: 'Headers of proxies are not believed: whoever sends a request can write them. The stock instrumentation believes everybody\'s.',
    rows: [
      ['server span: client.address', '127.0.0.1', '203.0.113.7', 'behind a proxy; behind a proxy that says so by the standard'],
      ['server span: server.address', '127.0.0.1', 'shop.example', 'behind a proxy; behind a proxy that says so by the standard'],
      ['server span: server.port', 'PORT', '443', 'behind a proxy; behind a proxy that says so by the standard'],
    ],
  },
  {
    reason: 'The query stays as the client wrote it; the stock instrumentation writes it anew.',
    rows: [
      ['server span: url.query', 'page=2&sort=a%20b', 'page=2&sort=a+b', 'a query'],
    ],
  },
  {
    reason: 'Values of parameters that are secrets by their names are taken out, not only those of four signed URLs.',
    rows: [
      ['server span: url.query', 'token=REDACTED&sig=REDACTED', 'token=hunter2&sig=REDACTED', 'secrets in a query'],
      ['span of fetch: url.full', 'http://127.0.0.1:PORT/ok?page=2&api_key=REDACTED', 'http://127.0.0.1:PORT/ok?page=2&api_key=hunter2', 'a call with secrets in its query, by fetch'],
      ['span of http.request: url.full', 'http://127.0.0.1:PORT/ok?page=2&api_key=REDACTED', 'http://127.0.0.1:PORT/ok?page=2&api_key=hunter2', 'a call with secrets in its query, by http'],
    ],
  },
  {
    reason: 'Node hands the request on without user and password, so there is nothing left to put the word REDACTED in place of.',
    rows: [
      ['span of http.request: url.full', 'http://127.0.0.1:PORT/ok', 'http://REDACTED:REDACTED@127.0.0.1:PORT/ok', 'a call with a user and password, by http'],
    ],
  },
  {
    reason: 'The text of the semantic conventions.',
    rows: [
      ['metric http.client.request.duration: description', 'Duration of HTTP client requests.', 'Measures the duration of outbound HTTP requests.', 'everywhere'],
      ['metric nodejs.eventloop.utilization: description', 'Event loop utilization.', 'Event loop utilization', 'everywhere'],
      ['metric process.cpu.time: description', 'Total CPU seconds broken down by different CPU modes.', 'Process Cpu time in seconds', 'everywhere'],
      ['metric process.memory.usage: description', 'The amount of physical memory in use.', 'Process Memory usage in bytes', 'everywhere'],
      ['metric v8js.gc.duration: description', 'Garbage collection duration.', 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.', 'everywhere'],
      ['metric v8js.resource.active: description', 'Gauge of the active resources that are currently keeping the event loop alive.', 'Count of the active resources that are currently keeping the event loop alive.', 'everywhere'],
    ],
  },
  {
    reason: 'The semantic conventions advise these bounds.',
    rows: [
      ['metric v8js.gc.duration: bounds', '0.01 0.1 1 10', '0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10', 'everywhere'],
    ],
  },
  {
    reason: 'The semantic conventions have an up-down counter of bytes here: it may be added up over processes, a gauge may not.',
    rows: [
      ['metric process.memory.usage: kind', 'up-down counter, cumulative', 'gauge', 'everywhere'],
      ['metric process.memory.usage: unit', 'any', '', 'everywhere'],
      ['metric v8js.memory.heap.space.available_size: kind', 'up-down counter, cumulative', 'gauge', 'everywhere'],
      ['metric v8js.memory.heap.space.physical_size: kind', 'up-down counter, cumulative', 'gauge', 'everywhere'],
      ['metric v8js.memory.heap.used: kind', 'up-down counter, cumulative', 'gauge', 'everywhere'],
    ],
  },
  {
    reason: 'In the semantic conventions, and of use: how many requests are being served, and for how long the process has run.',
    rows: [
      ['metric http.server.active_requests', 'any', '', 'everywhere'],
      ['metric process.uptime', 'any', '', 'everywhere'],
    ],
  },
  {
    reason: 'It is `process.cpu.time` once more, divided; every backend can do that.',
    rows: [
      ['metric process.cpu.utilization', '', 'any', 'everywhere'],
    ],
  },
];

/** All differences there may be, each with its reason. */
export const KNOWN_DIFFERENCES: readonly (Difference & { readonly reason: string })[] = BY_REASON.flatMap(({ reason, rows }) =>
  rows.map(([what, vigil, stock, where]) => ({ what, vigil, stock, where, reason })),
);
