import type { Attributes } from '@opentelemetry/api';
import type { OutboundRequest } from '@vigil/sensors';
import type { DurationRecorder, Durations } from './sdk-durations.ts';
import { attribute, joined, text } from './hot-path/protobuf.ts';
import { capped, spanName } from './http-names.ts';

/** What one kind of outbound call has in common: destination, method, status, error, protocol. */
export interface CalledKind {
  readonly method: string;
  /** 0 when nobody answered. */
  readonly status: number;
  readonly error: string | undefined;
  readonly protocol: string | undefined;
  readonly series: DurationRecorder;
  /** Its part of a span, encoded: name, kind CLIENT and the attributes that never differ. */
  readonly encoded: Uint8Array;
}

/** Whom an application calls. */
export interface Destination {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** True for the one that stands for all that there was no room for. */
  readonly isOther: boolean;
  readonly kinds: CalledKind[];
  /** The address it was last dialled at, encoded. */
  peer: { readonly address: string | undefined; readonly port: number | undefined; readonly encoded: Uint8Array };
}

/** Destinations that are told apart; an application that calls whatever its clients name must not make a series of each. */
const MAX_DESTINATIONS = 100;
/** Kinds of one destination; its errors' names come from the application's libraries. */
const MAX_KINDS = 100;
const OTHER = '_OTHER';
const NOWHERE: Destination['peer'] = { address: undefined, port: undefined, encoded: new Uint8Array(0) };

/** All kinds of calls that were made so far, by destination. What is looked up at each call is made at the first. */
export class CalledKinds {
  readonly #durations: Durations;
  /** At most MAX_DESTINATIONS, and one for the rest of each scheme. */
  readonly #destinations = new Map<string, Destination>();

  constructor(durations: Durations) {
    this.#durations = durations;
  }

  destinationOf({ scheme, host, port }: OutboundRequest): Destination {
    const known = this.#destinations.get(`${scheme}${port}${host}`);
    if (known !== undefined) return known;
    return this.#destinations.size < MAX_DESTINATIONS ? this.#add(`${scheme}${port}${host}`, scheme, host, port) : this.#rest(scheme);
  }

  kindOf(to: Destination, method: string, status: number, error: string | undefined, protocol: string | undefined): CalledKind {
    for (const kind of to.kinds) {
      if (kind.status === status && kind.method === method && kind.error === error && kind.protocol === protocol) return kind;
    }
    if (to.kinds.length >= MAX_KINDS && error !== OTHER) return this.kindOf(to, method, 0, OTHER, undefined);
    const kind = this.#create(to, method, status, error, protocol);
    to.kinds.push(kind);
    return kind;
  }

  #rest(scheme: 'http' | 'https'): Destination {
    return this.#destinations.get(scheme) ?? this.#add(scheme, scheme, OTHER, 0);
  }

  #add(key: string, scheme: 'http' | 'https', host: string, port: number): Destination {
    const destination: Destination = { scheme, host, port, isOther: host === OTHER, kinds: [], peer: NOWHERE };
    this.#destinations.set(key, destination);
    return destination;
  }

  #create(to: Destination, method: string, status: number, error: string | undefined, protocol: string | undefined): CalledKind {
    const onBoth: Attributes = { 'http.request.method': method, 'server.address': capped(to.host) };
    if (!to.isOther) onBoth['server.port'] = to.port;
    if (status !== 0) onBoth['http.response.status_code'] = status;
    if (protocol !== undefined) onBoth['network.protocol.version'] = protocol;
    if (error !== undefined) onBoth['error.type'] = error;
    const encoded = joined(
      text(5, spanName(method)), Uint8Array.of(0x30, 3),
      ...Object.entries(onBoth).map(([key, value]) => attribute(9, key, value as string | number)),
    );
    return { method, status, error, protocol, series: this.#durations.create({ ...onBoth, 'url.scheme': to.scheme }), encoded };
  }
}
