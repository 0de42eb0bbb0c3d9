/** An outbound request that is about to leave, whichever client makes it. */
export interface OutboundRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** With the query string, as it goes out. */
  readonly path: string;
  setHeader(name: string, value: string): void;
}

/** What the other side answered. */
export interface InboundResponse {
  readonly status: number;
  /** `1.1` or `2`; undefined where the client tells it of the connection. */
  readonly protocolVersion: string | undefined;
}

/** The one who is told of outbound requests. `open` may answer undefined: then nothing more is told of that one. */
export interface ClientObserver<Call> {
  open(request: OutboundRequest): Call | undefined;
  /** `protocolVersion`, `1.1` or `2`, where it is known from the connection alone. */
  connected(call: Call, peerAddress: string | undefined, peerPort: number | undefined, protocolVersion?: string): void;
  responded(call: Call, response: InboundResponse): void;
  failed(call: Call, error: unknown): void;
  /** The last word on a call; `complete` is false when the response was cut short. */
  closed(call: Call, complete: boolean): void;
}
