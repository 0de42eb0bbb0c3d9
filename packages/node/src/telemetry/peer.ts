import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Attributes } from '@opentelemetry/api';
import { attribute, joined } from './hot-path/protobuf.ts';
import { capped } from './http-names.ts';

const PEER: unique symbol = Symbol('vigil.peer') as never;

/** What all requests of a connection have in common: who calls, and by which name they call us. */
export interface Peer {
  /** The Host header that this was made for; behind a proxy it may change from one request to the next. */
  readonly host: string;
  readonly scheme: 'http' | 'https';
  readonly attributes: Attributes;
  /** The same, as attributes of an encoded span. */
  readonly encoded: Uint8Array;
  /** The caller's part, which stays when the name changes. */
  readonly client: Part;
}

interface Part {
  readonly attributes: Described;
  readonly encoded: Uint8Array;
}

type CarryingSocket = Socket & { [PEER]?: Peer };

/** Made at a connection's first request and kept on its socket: a closed socket has forgotten its addresses. */
export function peerOf(socket: Socket, host: string): Peer {
  const known = (socket as CarryingSocket)[PEER];
  return known !== undefined && known.host === host ? known : ((socket as CarryingSocket)[PEER] = describe(socket, host, known?.client));
}

function describe(socket: Socket, host: string, known: Part | undefined): Peer {
  const scheme = (socket as Partial<TLSSocket>).encrypted === true ? 'https' : 'http';
  const client = known ?? partOf(clientAddress(socket));
  const server = partOf(serverAddress(host, scheme));
  return {
    host, scheme, client, attributes: { ...client.attributes, ...server.attributes }, encoded: joined(client.encoded, server.encoded),
  };
}

function partOf(attributes: Described): Part {
  return { attributes, encoded: joined(...Object.entries(attributes).map(([key, value]) => attribute(9, key, value))) };
}

type Described = Record<string, string | number>;

/** Forwarded headers are not believed: whoever sends them can write anything there. */
function clientAddress({ remoteAddress, remotePort }: Socket): Described {
  if (remoteAddress === undefined) return {};
  return {
    'client.address': remoteAddress,
    'network.peer.address': remoteAddress,
    ...(remotePort === undefined ? {} : { 'network.peer.port': remotePort }),
  };
}

/** The name and port by which a client called us, from its Host header. */
function serverAddress(host: string, scheme: Peer['scheme']): Described {
  if (host === '') return {};
  const [, name = host, digits] = /^(.*?):(\d{0,5})$/.exec(host) ?? [];
  const port = digits === undefined || digits === '' ? Number.NaN : Number(digits);
  return { 'server.address': capped(name), 'server.port': port <= 65_535 ? port : scheme === 'https' ? 443 : 80 };
}
