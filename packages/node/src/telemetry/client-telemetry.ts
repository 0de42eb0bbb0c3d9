import { context, propagation, SpanKind, trace, type Span, type Tracer } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ClientObserver, InboundResponse, OutboundRequest } from '@vigil/sensors';
import { now } from '../config/clock.ts';
import type { BaggageHosts } from './baggage/baggage-hosts.ts';
import type { CalledKinds, Destination } from './called-kinds.ts';
import { callError, clientAttributes, endClientSpan, type CallOutcome } from './client-span.ts';
import { errorType, methodName, spanName } from './http-names.ts';

/** One outbound call from its start to the end of its response. */
export interface ClientCall extends CallOutcome {
  readonly span: Span;
  readonly to: Destination;
  readonly method: string;
  readonly startedAt: number;
}

/**
 * Makes of each outbound call one client span and one point of the duration histogram, and sends the context along. The
 * general way, with the SDK's spans.
 */
export class ClientTelemetry implements ClientObserver<ClientCall> {
  readonly #tracer: Tracer;
  readonly #kinds: CalledKinds;
  readonly #baggageHosts: BaggageHosts;

  constructor({ tracer, kinds, baggageHosts }: { tracer: Tracer; kinds: CalledKinds; baggageHosts: BaggageHosts }) {
    this.#tracer = tracer;
    this.#kinds = kinds;
    this.#baggageHosts = baggageHosts;
  }

  open(request: OutboundRequest): ClientCall | undefined {
    const parent = context.active();
    if (isTracingSuppressed(parent)) return undefined;
    const method = methodName(request.method);
    const startedAt = now();
    const options = { kind: SpanKind.CLIENT, attributes: clientAttributes(request, method), startTime: startedAt };
    const span = this.#tracer.startSpan(spanName(method), options, parent);
    const carried = propagation.getBaggage(parent) === undefined || this.#baggageHosts.has(request.host) ? parent : propagation.deleteBaggage(parent);
    propagation.inject(trace.setSpan(carried, span), request, { set: (target, name, value) => target.setHeader(name, value) });
    return { span, to: this.#kinds.destinationOf(request), method, startedAt, ...unknownOutcome() };
  }

  connected(call: ClientCall, peerAddress: string | undefined, peerPort: number | undefined, protocolVersion?: string): void {
    call.peerAddress = peerAddress;
    call.peerPort = peerPort;
    call.protocol = protocolVersion;
  }

  responded(call: ClientCall, { status, protocolVersion }: InboundResponse): void {
    call.status = status;
    call.protocol = protocolVersion ?? call.protocol;
  }

  failed(call: ClientCall, error: unknown): void {
    call.error = errorType(error);
    call.exception = error;
  }

  closed(call: ClientCall, complete: boolean): void {
    const error = callError(call, complete);
    endClientSpan(call.span, call, error);
    this.#kinds.kindOf(call.to, call.method, call.status, error, call.protocol).series.record((now() - call.startedAt) / 1e3);
  }
}

function unknownOutcome(): CallOutcome {
  return { status: 0, protocol: undefined, error: undefined, exception: undefined, peerAddress: undefined, peerPort: undefined };
}
