import { parseHexWord } from './random-words.ts';
import type { HotSpan } from './hot-span.ts';

/**
 * Reads what a span needs of the raw headers, without having Node make the object of all of them (an application that reads
 * none never pays for it). Names come as the client wrote them; their length rules nearly all of them out. Of a header that
 * comes twice Node takes the first or joins them, and so it is here: ids that come twice are none.
 */
export function readHead(span: HotSpan, raw: readonly string[]): void {
  let parent: string | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    const value = raw[i + 1] as string;
    switch (name.length) {
      case 4: if (span.host === '' && is(name, 'host')) span.host = value; break;
      case 7: if (is(name, 'baggage')) span.hasBaggage = true; break;
      case 10: if (span.userAgent === '' && is(name, 'user-agent')) span.userAgent = value;
        else if (is(name, 'tracestate')) span.hasTraceState = true;
        // HTTP/2 calls it so, and names it before all that has no colon.
        else if (name === ':authority') span.host = value;
        break;
      case 11: if (is(name, 'traceparent')) parent = parent === undefined ? value : ''; break;
      case 12: if (is(name, 'x-request-id')) span.givenId = span.givenId === undefined ? value : ''; break;
      default:
    }
  }
  if (parent !== undefined) readParent(span, parent);
}

/** Clients nearly always write all of a name small, or its words great. */
function is(name: string, expected: string): boolean {
  return name === expected || name.toLowerCase() === expected;
}

/** W3C Trace Context, section 3.2. A version unknown to us is read as far as it is the same; `ff` is forbidden. */
function readParent(span: HotSpan, value: string): void {
  const dashes = value.charCodeAt(2) === 45 && value.charCodeAt(35) === 45 && value.charCodeAt(52) === 45;
  const version = value.slice(0, 2);
  if (!dashes || value.length < 55 || version === 'ff' || !/^[0-9a-f]{2}$/.test(version)) return;
  if (version === '00' ? value.length !== 55 : value.length > 55 && value.charCodeAt(55) !== 45) return;
  const flags = /^[0-9a-f]{2}$/.test(value.slice(53, 55)) ? Number.parseInt(value.slice(53, 55), 16) : undefined;
  const words = [3, 11, 19, 27, 36, 44].map((at) => parseHexWord(value, at));
  const [t0, t1, t2, t3, p0, p1] = words as number[];
  if (flags === undefined || words.includes(undefined)) return;
  if ((t0! | t1! | t2! | t3!) === 0 || (p0! | p1!) === 0) return;
  span.continueFrom([t0!, t1!, t2!, t3!], p0!, p1!, (flags & 1) === 1);
}
