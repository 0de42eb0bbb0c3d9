import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createGuard } from '@vigil/events';
import { watchHttpServer, type Exchange, type OutboundRequest, type ServerObserver } from '@vigil/sensors';
import { pino } from 'pino';
import { now } from '../packages/node/src/config/clock.ts';
import { exportTargets } from '../packages/node/src/config/export-targets.ts';
import { readSettings } from '../packages/node/src/config/read-settings.ts';
import type { Delivery } from '../packages/node/src/delivery/delivery.ts';
import { Ledger } from '../packages/node/src/delivery/ledger.ts';
import { ActiveRequests } from '../packages/node/src/telemetry/active-requests.ts';
import { BaggageHosts } from '../packages/node/src/telemetry/baggage/baggage-hosts.ts';
import { CalledKinds } from '../packages/node/src/telemetry/called-kinds.ts';
import { HotClientTelemetry } from '../packages/node/src/telemetry/hot-path/hot-client-telemetry.ts';
import { HotServerTelemetry } from '../packages/node/src/telemetry/hot-path/hot-server-telemetry.ts';
import { HotSpan } from '../packages/node/src/telemetry/hot-path/hot-span.ts';
import { RandomWords } from '../packages/node/src/telemetry/hot-path/random-words.ts';
import { readHead } from '../packages/node/src/telemetry/hot-path/request-head.ts';
import { Uuids } from '../packages/node/src/telemetry/hot-path/uuids.ts';
import { logObserver } from '../packages/node/src/telemetry/log-telemetry.ts';
import { ignoredPaths } from '../packages/node/src/telemetry/noise/ignored-paths.ts';
import { staticFiles } from '../packages/node/src/telemetry/noise/static-files.ts';
import { peerOf } from '../packages/node/src/telemetry/peer.ts';
import { propagatorOf } from '../packages/node/src/telemetry/propagator.ts';
import { Providers } from '../packages/node/src/telemetry/providers.ts';
import { ServedKinds } from '../packages/node/src/telemetry/served-kinds.ts';
import { exchangeOf } from '../packages/sensors/src/http-server/exchange-of.ts';
import { watchPino } from '../packages/sensors/src/loggers/watch-pino.ts';
import { total } from './delivery.ts';
import { countSpans } from './otlp-count.ts';
import type { Part } from './parts-clock.ts';
import { standInRequest } from './parts-stand-ins.ts';

const PATH = '/users/7';
const ROUTE = '/users/:id';
const started = channel('http.server.request.start');
const finished = channel('http.server.response.finish');
/** Figures of work that failed would be worth nothing. */
const guard = createGuard({
  report: ({ name, error }) => {
    console.error(name, error);
    process.exit(1);
  },
});

/** The preset's own parts, wired as `start` wires them; what would leave the process goes nowhere. */
export class Wiring {
  #full: Uint8Array | undefined;
  readonly providers: Providers;
  readonly server: HotServerTelemetry;
  readonly client: HotClientTelemetry;
  readonly active: ActiveRequests;
  readonly kinds: ServedKinds;

  constructor() {
    const { settings } = readSettings({ metricsExporter: [] }, {});
    // As the real one: `send` takes a copy, `give` takes the buffer itself.
    const give: Delivery['give'] = (_signal, bytes, settled) => {
      this.#full = bytes;
      settled(undefined);
    };
    const delivery = { give, send: (signal, bytes, settled) => give(signal, bytes.slice(), settled) } as Delivery;
    this.providers = new Providers({
      settings, targets: exportTargets(settings, []), propagator: propagatorOf(settings.propagators, []), attributes: { 'service.name': 'parts' },
      delivery, ledger: new Ledger(() => {}), spanProcessors: [],
    });
    this.providers.register();
    const hot = this.providers.hot!;
    const tracer = this.providers.tracer.getTracer('@vigil/node');
    this.active = new ActiveRequests(this.providers.meter.getMeter('@vigil/node'));
    this.kinds = new ServedKinds(this.providers.served);
    this.server = new HotServerTelemetry({
      tracer, contexts: this.providers.contexts, active: this.active, kinds: this.kinds,
      ignored: ignoredPaths(settings.ignorePaths), staticFiles: staticFiles(settings.staticFiles), baggageKeys: undefined, serverTiming: false, ...hot,
    });
    this.client = new HotClientTelemetry({
      tracer, kinds: new CalledKinds(this.providers.called), baggageHosts: new BaggageHosts(settings.baggageHosts), baggageKeys: undefined, ...hot,
    });
  }

  /** The batch that was handed over last. */
  readonly full = (): Uint8Array | undefined => this.#full;
}

/** A request as Node tells of it; between its start and its end Fastify's hook gives it the route. */
function wholeRequest(name: string, perRequest: number, observer: ServerObserver<Exchange>): Part {
  const message = standInRequest(PATH);
  return {
    name, perRequest,
    enter: () => watchHttpServer(observer, guard),
    run: () => {
      started.publish(message);
      exchangeOf(message.request)!.route = ROUTE;
      finished.publish(message);
    },
  };
}

/** All of it at once: what the sum of the parts is held against. */
export function wholePath({ server }: Wiring): Part {
  return wholeRequest('a request, whole', 0, server as unknown as ServerObserver<Exchange>);
}

/** What a plain request is made of, each by itself. Together they are all that the main thread does for it. */
export function requestParts({ server, active, kinds, providers }: Wiring): Part[] {
  const { request, response, socket } = standInRequest(PATH);
  const { batch } = providers.hot!;
  const open = openerOf({ request, response });
  const span = server.open(request, response, socket);
  const kind = kinds.of(ROUTE, 'GET', 200, 'http', '1.1');
  const uuids = new Uuids();
  // Fresh each time: a text that was read before is quicker to read again.
  const ready = (): HotSpan => {
    const made = open();
    made.requestId = uuids.next();
    made.peer = span.peer;
    made.userAgent = span.userAgent;
    made.served = kind;
    made.url = PATH;
    made.endedAt = now();
    return made;
  };
  return [
    wholeRequest('channels, guard, connection, route', 1, silentObserver(span)),
    { name: 'the span: clock, ids, object', perRequest: 1, run: open },
    { name: 'reading the head', perRequest: 1, less: open, run: () => readHead(open(), request.rawHeaders) },
    { name: 'the peer', perRequest: 1, run: () => peerOf(socket, 'shop.example:8080') },
    { name: 'the request id', perRequest: 1, run: () => uuids.next() },
    { name: 'entering the context', perRequest: 1, less: open, run: () => providers.contexts.attach(open()) },
    { name: 'active requests, up and down', perRequest: 1, run: () => active.of('GET', 'http').count++ },
    { name: 'the clock at the end', perRequest: 1, run: now },
    { name: 'looking up the kind of answer', perRequest: 1, run: () => kinds.of(ROUTE, 'GET', 200, 'http', '1.1') },
    { name: 'the histogram', perRequest: 1, run: () => kind.series.record(0.002) },
    { name: 'encoding into the batch', perRequest: 1, less: ready, run: () => batch.add(ready()) },
  ];
}

function openerOf({ request, response }: { request: IncomingMessage; response: ServerResponse }): () => HotSpan {
  const words = new RandomWords();
  const makeReal = (): never => { throw new Error('a plain request needs no span of the SDK'); };
  // Kept, as the connection keeps it: the compiler makes no object of what nobody can see.
  const kept: { span?: HotSpan } = {};
  return () => (kept.span = new HotSpan(request, response, 'GET', now(), words, makeReal));
}

/** What some requests do beside, and what another thread does for each. */
export function otherParts(wiring: Wiring): Part[] {
  const { providers, server } = wiring;
  const { request, response, socket } = standInRequest(PATH);
  const open = openerOf({ request, response });
  const words = new RandomWords();
  const span = server.open(request, response, socket);
  const within = (): (() => void) => {
    providers.contexts.attach(span);
    return () => {};
  };
  const silent = pino({}, { write: () => {} });
  const withIds = (): (() => void) => {
    within();
    return watchPino(logObserver(undefined), guard);
  };
  const close = (opened: HotSpan): void => {
    opened.route = ROUTE;
    server.close(opened, 'finished');
  };
  const openWhole = (): HotSpan => server.open(request, response, socket);
  return [
    { name: 'the start of a request, whole', perRequest: 0, run: openWhole },
    { name: 'the end of a request, whole', perRequest: 0, less: openWhole, run: () => close(openWhole()) },
    { name: 'the ids of a span alone', perRequest: 0, run: () => words.next() ^ words.next() ^ words.next() ^ words.next() ^ words.next() ^ words.next() },
    { name: 'the ids as texts', perRequest: 0, less: open, run: () => open().spanContext() },
    { name: 'a span that the application touches, whole', perRequest: 0, run: () => touched(server.open(request, response, socket)) },
    { name: 'a call, whole', perRequest: 0, enter: within, run: () => call(wiring) },
    { name: 'a log line of pino, without', perRequest: 0, enter: within, run: () => silent.info('user found') },
    { name: 'a log line of pino, with ids', perRequest: 0, enter: withIds, run: () => silent.info('user found') },
    compressing(wiring),
  ];
}

/** Opens the same exchange again and again: what is left is the sensor alone. */
function silentObserver(exchange: Exchange): ServerObserver<Exchange> {
  return {
    open: (request, response) => {
      exchange.request = request;
      exchange.response = response;
      return exchange;
    },
    enter: () => {}, isCurrent: () => true, run: (_exchange, fn) => fn(), close: () => {},
  };
}

/** Node makes the object of headers when the SDK's span asks for it, once for each request. */
function touched(span: HotSpan): unknown {
  Object.assign(span.request!, { headers: undefined });
  span.setAttribute('app.user', 'ada');
  span.end();
  return span;
}

const outbound: OutboundRequest = { method: 'GET', scheme: 'http', host: 'stock.example', port: 80, path: '/items/7', setHeader: () => {} };
const answer = { status: 200, protocolVersion: '1.1' };

function call({ client }: Wiring): unknown {
  const made = client.open(outbound)!;
  client.connected(made, '127.0.0.1', 80);
  client.responded(made, answer);
  client.closed(made, true);
  return made;
}

/** At the sender's level of compression (`delivery/post.ts`), on a full batch. */
function compressing({ providers, server, full }: Wiring): Part {
  const { request, response, socket } = standInRequest(PATH);
  while (full() === undefined) {
    const span = server.open(request, response, socket);
    span.route = ROUTE;
    server.close(span, 'finished');
  }
  providers.handOver();
  const batch = Buffer.from(full()!);
  return { name: 'compressing it, in the sender thread', perRequest: 0, items: total(countSpans(batch)), run: () => gzipSync(batch, { level: 1 }) };
}
