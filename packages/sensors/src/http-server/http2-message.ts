import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { ServedRequest, ServedResponse } from './exchange.ts';

/** A stream of HTTP/2 as the request and the response that it carries; the compatibility API has objects for both, streams have none. */
export class Http2Message implements ServedRequest, ServedResponse {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly httpVersion = '2';
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly #stream: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: readonly string[]) {
    this.method = headers[':method'];
    this.url = headers[':path'];
    this.headers = headers;
    this.rawHeaders = rawHeaders;
    this.#stream = stream;
  }

  get headersSent(): boolean {
    return this.#stream.headersSent;
  }

  get statusCode(): number {
    return Number(this.#stream.sentHeaders?.[':status'] ?? 200);
  }
}
