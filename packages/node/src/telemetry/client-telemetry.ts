import {
  context, propagation, SpanKind, SpanStatusCode, trace,
  type Attributes, type Context, type Histogram, type Meter, type Span, type Tracer,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientObserver, InboundResponse, OutboundRequest } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import { BoundedNames } from './bounded-names.ts';
import { capped, DURATION_BOUNDS, errorType, methodName, spanName } from './http-names.ts';
import { redactQuery } from './redact-query.ts';

/** One outbound call from its start to the end of its response. */
export interface ClientCall {
  readonly span: Span;
  readonly context: Context;
  readonly metric: Attributes;
  readonly startedAt: number;
  status: number;
  error: string | undefined;
}

/** Hosts that metrics tell apart; an application that calls whatever its clients name must not make a series of each. */
const HOSTS = 100;

/** Makes of each outbound call one client span and one point of the duration histogram, and sends the context along. */
export class ClientTelemetry implements ClientObserver<ClientCall> {
  readonly #tracer: Tracer;
  readonly #duration: Histogram;
  readonly #hosts = new BoundedNames(HOSTS);

  constructor({ tracer, meter }: { tracer: Tracer; meter: Meter }) {
    this.#tracer = tracer;
    this.#duration = meter.createHistogram('http.client.request.duration', {
      unit: 's',
      description: 'Duration of HTTP client requests.',
      advice: { explicitBucketBoundaries: [...DURATION_BOUNDS] },
    });
  }

  open(request: OutboundRequest): ClientCall | undefined {
    const parent = context.active();
    if (isTracingSuppressed(parent)) return undefined;
    const method = methodName(request.method);
    const span = this.#tracer.startSpan(spanName(method), { kind: SpanKind.CLIENT, attributes: startAttributes(request, method) }, parent);
    const inner = trace.setSpan(parent, span);
    propagation.inject(inner, request, { set: (target, name, value) => target.setHeader(name, value) });
    return { span, context: inner, metric: this.#metricAttributes(request, method), startedAt: now(), status: 0, error: undefined };
  }

  connected({ span }: ClientCall, peerAddress: string | undefined, peerPort: number | undefined): void {
    if (peerAddress !== undefined) span.setAttribute('network.peer.address', peerAddress);
    if (peerPort !== undefined) span.setAttribute('network.peer.port', peerPort);
  }

  responded(call: ClientCall, { status, protocolVersion }: InboundResponse): void {
    call.status = status;
    call.span.setAttribute('http.response.status_code', status);
    if (protocolVersion === undefined) return;
    call.span.setAttribute('network.protocol.version', protocolVersion);
    call.metric['network.protocol.version'] = protocolVersion;
  }

  failed(call: ClientCall, error: unknown): void {
    call.error = errorType(error);
    call.span.recordException(error as Error);
  }

  closed(call: ClientCall, complete: boolean): void {
    const error = call.error ?? (call.status >= 400 ? String(call.status) : complete ? undefined : 'aborted');
    if (error !== undefined) {
      call.span.setAttribute('error.type', error);
      call.span.setStatus({ code: SpanStatusCode.ERROR });
      call.metric['error.type'] = error;
    }
    if (call.status !== 0) call.metric['http.response.status_code'] = call.status;
    call.span.end();
    this.#duration.record((now() - call.startedAt) / 1e3, call.metric, call.context);
  }

  #metricAttributes({ scheme, host, port }: OutboundRequest, method: string): Attributes {
    const address = this.#hosts.of(host);
    const attributes: Attributes = { 'http.request.method': method, 'url.scheme': scheme, 'server.address': address };
    if (address !== '_OTHER') attributes['server.port'] = port;
    return attributes;
  }
}

function startAttributes(request: OutboundRequest, method: string): Attributes {
  const attributes: Attributes = {
    'http.request.method': method,
    'server.address': capped(request.host),
    'server.port': request.port,
    'url.full': fullUrl(request),
  };
  if (method === '_OTHER') attributes['http.request.method_original'] = capped(request.method);
  return attributes;
}

/** Put together from what goes out, so that a user name and password in the URL have no way in. */
function fullUrl({ scheme, host, port, path }: OutboundRequest): string {
  const own = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const at = path.indexOf('?');
  const query = at < 0 ? '' : `?${redactQuery(path.slice(at + 1).split('#')[0] ?? '')}`;
  return capped(`${scheme}://${name}${own}${at < 0 ? path : path.slice(0, at)}${query}`);
}
