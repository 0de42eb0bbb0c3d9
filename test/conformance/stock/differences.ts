import type { Facts } from './facts.ts';

/** One thing that Vigil and the stock instrumentations tell differently, and of which requests. */
export interface Difference {
  /** `server span: http.route`, `metric http.server.request.duration: unit`. */
  readonly what: string;
  /** What each says; empty when it says nothing. `any` where the one alone speaks, whatever it says. */
  readonly vigil: string;
  readonly stock: string;
  /** `everywhere` it could be, or the requests, by framework where not by all. */
  readonly where: string;
}

/** One application's facts, of a request by its name; `''` is the application as a whole. */
export type Observed = ReadonlyMap<string, { readonly vigil: Facts; readonly stock: Facts }>;

/** All that differs, over all frameworks. */
export function differences(observed: ReadonlyMap<string, Observed>): Difference[] {
  const found = new Map<string, { what: string; vigil: string; stock: string; at: [framework: string, request: string][] }>();
  for (const [framework, requests] of observed) {
    for (const [request, { vigil, stock }] of requests) {
      for (const what of new Set([...vigil.keys(), ...stock.keys()])) {
        const [ours, theirs] = [vigil.get(what), stock.get(what)];
        if ((ours ?? '') === (theirs ?? '') || isPartOfMissing(what, vigil, stock)) continue;
        const row = { what, vigil: spoken(ours, theirs), stock: spoken(theirs, ours) };
        const known = found.get(JSON.stringify(row)) ?? { ...row, at: [] };
        known.at.push([framework, request]);
        found.set(JSON.stringify(row), known);
      }
    }
  }
  return [...found.values()].map(({ at, ...row }) => ({ ...row, where: whereOf(row.what, at, observed) })).toSorted(byName);
}

/** Of a metric that only one has, one row is enough. */
function isPartOfMissing(what: string, vigil: Facts, stock: Facts): boolean {
  const [subject = ''] = what.split(':');
  return subject !== what && vigil.has(subject) !== stock.has(subject);
}

function spoken(value: string | undefined, other: string | undefined): string {
  return (value ?? '') === '' ? '' : (other ?? '') === '' ? 'any' : value as string;
}

/** In words, as short as they can be. */
function whereOf(what: string, at: readonly [string, string][], observed: ReadonlyMap<string, Observed>): string {
  const [subject = ''] = what.split(':');
  const texts = [...observed].map(([framework, requests]): [string, string] => {
    const possible = [...requests].filter(([, facts]) => has(facts, subject)).map(([request]) => request);
    return [framework, inWords(at.filter(([in_]) => in_ === framework).map(([, request]) => request), possible)];
  });
  const different = [...new Set(texts.map(([, text]) => text))].filter((text) => text !== '');
  return different.map((text) => named(texts.filter((one) => one[1] === text).map(([framework]) => framework), text, texts.length)).join('. ');
}

function named(frameworks: readonly string[], text: string, all: number): string {
  return frameworks.length === all ? text : `${frameworks.join(', ')}: ${text}`;
}

function inWords(requests: readonly string[], possible: readonly string[]): string {
  if (requests.length === possible.length) return requests.length === 0 ? '' : 'everywhere';
  const others = possible.filter((request) => !requests.includes(request));
  return requests.length > 4 && others.length < 4 ? `everywhere but ${others.join('; ')}` : requests.join('; ');
}

/** Both have the span or metric that it is about. */
function has({ vigil, stock }: { vigil: Facts; stock: Facts }, subject: string): boolean {
  if (subject === 'spans') return vigil.get('spans: of the server') === '1';
  return [vigil, stock].every((facts) => [...facts.keys()].some((key) => key.startsWith(`${subject}:`))) || (vigil.has(subject) !== stock.has(subject));
}

function byName(a: Difference, b: Difference): number {
  const [left, right] = [JSON.stringify([a.what, a.vigil, a.stock]), JSON.stringify([b.what, b.vigil, b.stock])];
  return left < right ? -1 : left > right ? 1 : 0;
}
