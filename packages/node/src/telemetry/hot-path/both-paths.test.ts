import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, ROOT_CONTEXT, type Context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, suppressTracing, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createGuard, type GuardFailure } from '@vigil/events';
import { watchHttpClient, watchHttpServer, type Stop } from '@vigil/sensors';
import { expect } from 'chai';
import { ActiveRequests } from '../active-requests.ts';
import { SpanBatchProcessor } from '../batch-processors.ts';
import { BaggageHosts } from '../baggage/baggage-hosts.ts';
import { BaggageKeys } from '../baggage/baggage-keys.ts';
import { CalledKinds } from '../called-kinds.ts';
import { ClientTelemetry } from '../client-telemetry.ts';
import { DurationHistogram } from '../duration-series.ts';
import { ignoredPaths } from '../noise/ignored-paths.ts';
import { staticFiles } from '../noise/static-files.ts';
import { ServedKinds } from '../served-kinds.ts';
import { ServerTelemetry } from '../server-telemetry.ts';
import type { Signal } from '../../delivery/message.ts';
import { HotBatch } from './hot-batch.ts';
import { HotClientTelemetry } from './hot-client-telemetry.ts';
import { HotIds } from './hot-ids.ts';
import { HotServerTelemetry } from './hot-server-telemetry.ts';
import { encodeResource, encodeScope } from './span-encoder.ts';
import { readReal, readRequest, type Seen } from './written-spans.test.ts';

// No tests: where the tests of server and client telemetry run, on either path.

export type Way = 'hot' | 'general';
export const WAYS: readonly Way[] = ['hot', 'general'];
export const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const PARENT = 'b7ad6b7169203331';

/** A server and a client that are watched on one of the two paths. */
export class Bench {
  readonly #way: Way;
  readonly #server: Server = createServer((request, response) => this.listener(request, response));
  seen: Seen[] = [];
  lost: string[] = [];
  failures: GuardFailure[] = [];
  listener: RequestListener = () => {};
  served: DurationHistogram = new DurationHistogram('served', '');
  called: DurationHistogram = new DurationHistogram('called', '');
  port = 0;
  #batch: HotBatch | undefined;
  #stops: { server: Stop; client: Stop } = { server: () => {}, client: () => {} };

  constructor(way: Way) {
    this.#way = way;
  }

  async open(): Promise<void> {
    propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    propagation.disable();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  begin(capacity: number = 1000): void {
    [this.seen, this.lost, this.failures] = [[], [], []];
    this.listener = (_request, response) => void response.end('ok');
    [this.served, this.called] = [new DurationHistogram('served', ''), new DurationHistogram('called', '')];
    const contexts = new AsyncLocalStorageContextManager();
    context.setGlobalContextManager(contexts);
    const [keys, baggageHosts] = [new BaggageKeys(['tenant']), new BaggageHosts(['private'])];
    const ids = new HotIds();
    const batch = (this.#batch = this.#makeBatch(capacity));
    const tracer = new TracerProvider({
      idGenerator: ids,
      spanProcessors: [keys.onSpans(), new SpanBatchProcessor({ add: (span) => void this.seen.push(readReal(span)), flush: () => {} })],
    }).getTracer('test');
    const parts = { tracer, contexts, active: new ActiveRequests(new MeterProvider().getMeter('test')), kinds: new ServedKinds(this.served), ignored: ignoredPaths(['default']), staticFiles: staticFiles(['png']), baggageKeys: keys, serverTiming: false };
    const guard = createGuard({ report: (failure) => this.failures.push(failure) });
    const [kinds, hot] = [new CalledKinds(this.called), this.#way === 'hot'];
    const unsent = (): Tracer => new TracerProvider({ idGenerator: ids }).getTracer('test');
    this.#stops = {
      server: hot ? watchHttpServer(new HotServerTelemetry({ ...parts, batch, ids, unsent }), guard) : watchHttpServer(new ServerTelemetry(parts), guard),
      client: hot ? watchHttpClient(new HotClientTelemetry({ tracer, kinds, batch, ids, baggageHosts, baggageKeys: keys }), guard) : watchHttpClient(new ClientTelemetry({ tracer, kinds, baggageHosts }), guard),
    };
  }

  end(): void {
    this.#stops.server();
    this.#stops.client();
    context.disable();
    expect(this.failures).to.deep.equal([]);
  }

  /** A request that is itself not watched, served to its end. */
  async visit(path: string, options: object = {}): Promise<IncomingMessage> {
    const outgoing = context.with(suppressTracing(ROOT_CONTEXT), () => httpRequest({ host: '127.0.0.1', port: this.port, path, agent: false, ...options }).end());
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    await once(response.resume(), 'close');
    await this.settled(1);
    return response;
  }

  /** A call whose serving is not watched. */
  async call(parent: Context, options: object = {}): Promise<void> {
    this.#stops.server();
    const outgoing = context.with(parent, () => httpRequest({ host: '127.0.0.1', port: this.port, path: '/called', agent: false, ...options }).on('error', () => {}).end());
    outgoing.on('response', (response: IncomingMessage) => response.resume());
    await new Promise((resolve) => outgoing.once('close', resolve));
    this.#batch?.flush();
  }

  /** Resolves when as many requests were served. */
  async settled(count: number): Promise<void> {
    while ((this.served.read()?.dataPoints ?? []).reduce((sum, { value }) => sum + value.count, 0) < count) await new Promise((resolve) => setImmediate(resolve));
    this.#batch?.flush();
  }

  #makeBatch(capacity: number): HotBatch {
    const read = (_signal: Signal, bytes: Uint8Array): void => void this.seen.push(...readRequest(bytes));
    return new HotBatch({
      resource: encodeResource({ 'service.name': 'shop' }), scope: encodeScope('test', '1'), capacity, size: 50, delay: 60_000,
      delivery: { send: read, give: read },
      ledger: { settle: (_signal, _items, error) => void this.lost.push(String(error)) },
    });
  }
}
