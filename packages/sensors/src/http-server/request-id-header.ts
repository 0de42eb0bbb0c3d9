import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { replaceMethod } from '../replace-method.ts';
import type { Stop } from '../watch-channel.ts';
import type { Exchange } from './exchange.ts';
import { exchangeOf } from './exchange-of.ts';
import { SERVER_TIMING, serverTiming } from './server-timing.ts';

/** The response header that tells a client the id of its request. Not standardised, but what every proxy and framework calls it. */
export const REQUEST_ID = 'x-request-id';

type Headers = OutgoingHttpHeaders | readonly unknown[];

/** The only way out for the head of an answer, whatever API or framework writes it. Undocumented, in Node from its beginning to 26. */
interface HeadWriter {
  _storeHeader(this: ServerResponse, statusLine: string, headers: Headers | undefined): void;
}

/**
 * Has all answers of HTTP/1 tell the id of their request, as a line of text after the status line. As a header that is set
 * on the response it would have Node set each header of the application one by one (1 to 2 µs a request), and refuse
 * `writeHead(200, [['a', 'b']])`; and an answer that passes its framework by would lack it.
 */
export function tellRequestIds(response: ServerResponse, traceParent?: (exchange: never) => string): Stop {
  const prototype = headWriterOf(response);
  const store = prototype?._storeHeader;
  if (prototype === undefined || store === undefined) return () => {};
  // When the watch is over no request is watched, and these only call on.
  return replaceMethod(prototype, '_storeHeader', traceParent === undefined
    ? function storeHeaderWithId(this: ServerResponse, statusLine: string, headers: Headers | undefined) {
      store.call(this, statusLine + headerLine(this, headers), headers);
    }
    : function storeHeaderWithIdAndTrace(this: ServerResponse, statusLine: string, headers: Headers | undefined) {
      store.call(this, statusLine + headerLine(this, headers) + serverTimingLine(this, traceParent), headers);
    });
}

/** The prototype of all answers of servers; the next one up also is that of outgoing requests, and has the method. */
function headWriterOf(response: ServerResponse): HeadWriter | undefined {
  let prototype = Object.getPrototypeOf(response) as object | null;
  while (prototype !== null) {
    const above = Object.getPrototypeOf(prototype) as object | null;
    if (above !== null && Object.hasOwn(above, '_storeHeader')) return prototype as HeadWriter;
    prototype = above;
  }
  return undefined;
}

/** Empty when the request is not watched or the application tells an id of its own; and when anything here is not as it was. */
function headerLine(response: ServerResponse, headers: Headers | undefined): string {
  try {
    const exchange = exchangeOf(response.req);
    return exchange === undefined || tellsId(headers) ? '' : `${REQUEST_ID}: ${exchange.requestId}\r\n`;
  } catch {
    return '';
  }
}

/** A line of its own, beside what the application tells under this name: the header is a list. */
function serverTimingLine(response: ServerResponse, traceParent: (exchange: never) => string): string {
  try {
    const exchange: Exchange | undefined = exchangeOf(response.req);
    return exchange === undefined ? '' : `${SERVER_TIMING}: ${serverTiming(traceParent(exchange as never))}\r\n`;
  } catch {
    return '';
  }
}

/** The headers, with the id of the request unless they tell one. What is no set of headers Node refuses itself. */
export function withRequestId<H extends Headers | undefined>(headers: H, id: string): H {
  if (id === '' || headers === null || !['object', 'undefined'].includes(typeof headers) || tellsId(headers)) return headers;
  return (Array.isArray(headers) ? [...headers, REQUEST_ID, id] : { ...headers, [REQUEST_ID]: id }) as H;
}

/** True for headers in any of the forms that Node takes: an object, names and values by turns, pairs. */
function tellsId(headers: Headers | undefined): boolean {
  if (!Array.isArray(headers)) {
    for (const name in headers) if (isRequestId(name)) return true;
    return false;
  }
  if (Array.isArray(headers[0])) return headers.some((pair) => isRequestId(pair[0]));
  for (let i = 0; i < headers.length; i += 2) if (isRequestId(headers[i])) return true;
  return false;
}

function isRequestId(name: unknown): boolean {
  return typeof name === 'string' && name.length === REQUEST_ID.length && name.toLowerCase() === REQUEST_ID;
}
