import { createRequire } from 'node:module';
import type { Environment } from './environments.ts';

/** One request to the application under test. */
export interface Question {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);
const SPAN_CASES = Object.keys(require('./app/span-cases.cjs') as object);
const CONTEXT_CASES = Object.keys(require('./app/context-cases.cjs') as object);

/** Trace ids that a sampler of half of all traces takes, and that it leaves; both odd enough to be told apart. */
const taken = (i: number): string => i.toString(16).padStart(32, '0');
const left = (i: number): string => `ffffffff${i.toString(16).padStart(24, '0')}`;

type Parent = (i: number) => Record<string, string>;
const from = (traceId: string, flags: string, version = '00'): string => `${version}-${traceId}-b7ad6b7169203331-${flags}`;

/** What a caller may send. */
const PARENTS: Readonly<Record<string, Parent>> = {
  'a sampled caller': (i) => ({ traceparent: from(taken(i), '01') }),
  'a sampled caller outside the ratio': (i) => ({ traceparent: from(left(i), '01') }),
  'a caller that is not sampled': (i) => ({ traceparent: from(taken(i), '00') }),
  'a caller that is not sampled, outside the ratio': (i) => ({ traceparent: from(left(i), '00') }),
  'a sampled caller with trace state': (i) => ({ traceparent: from(taken(i), '01'), tracestate: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE' }),
  'a caller that is not sampled, with trace state': (i) => ({ traceparent: from(taken(i), '00'), tracestate: 'rojo=1' }),
  'a trace state that breaks the rules': (i) => ({ traceparent: from(taken(i), '01'), tracestate: 'rojo=1,,=2,UPPER=3,a b=4' }),
  'a trace state that is too long': (i) => ({ traceparent: from(taken(i), '01'), tracestate: Array.from({ length: 40 }, (_, n) => `k${n}=${n}`).join(',') }),
  'an empty trace state': (i) => ({ traceparent: from(taken(i), '01'), tracestate: '' }),
  'a random trace id': (i) => ({ traceparent: from(taken(i), '03') }),
  'a random trace id that is not sampled': (i) => ({ traceparent: from(taken(i), '02') }),
  'all flags': (i) => ({ traceparent: from(taken(i), 'ff') }),
  'a version to come': (i) => ({ traceparent: `${from(taken(i), '01', 'cc')}-more` }),
  'baggage': (i) => ({ traceparent: from(taken(i), '01'), baggage: 'user=1,lang=de;q=1' }),
  'baggage, trace state and no sampling': (i) => ({ traceparent: from(taken(i), '00'), tracestate: 'rojo=1', baggage: 'user=1' }),
};

/** Callers of whom nothing can be known; a sampler that draws lots would answer each way another time. */
const STRANGERS: Readonly<Record<string, Parent>> = {
  'nobody': () => ({}),
  'baggage alone': () => ({ baggage: 'user=1' }),
  'trace state alone': () => ({ tracestate: 'rojo=1' }),
  'a version that is forbidden': (i) => ({ traceparent: from(taken(i), '01', 'ff') }),
  'a trace id of zeros': () => ({ traceparent: from('0'.repeat(32), '01') }),
  'letters in upper case': (i) => ({ traceparent: from(`ABC${taken(i).slice(3)}`, '01') }),
  'more than there should be': (i) => ({ traceparent: `${from(taken(i), '01')}-more` }),
};

const ASKED_OF_ALL = ['span/its own context, always the same object', 'context/told to another service', 'context/with baggage', 'context/in spans that are made in it', 'call/another service'];

/** All that is asked in an environment, in order. */
export function questionsOf({ asks, env }: Environment): Question[] {
  const spans = SPAN_CASES.map((name) => `span/${name}`);
  if (asks === 'touches') return numbered([...spans, 'end/of the response'].flatMap((path) => [[path, 'nobody'], [path, 'a sampled caller']] as const));
  const drawsLots = String(env['OTEL_TRACES_SAMPLER']).includes('ratio');
  const callers = [...Object.keys(PARENTS), ...(drawsLots ? [] : Object.keys(STRANGERS))];
  const ofAll = callers.flatMap((caller) => ASKED_OF_ALL.map((path) => [path, caller] as const));
  if (asks === 'parents') return numbered(ofAll);
  // What is looked back at is, by turns, a span that nobody touched and one that somebody looked at.
  const back = ['end/of the response', 'back/at what was touched', 'back/at what was seen', 'idle/nothing', 'back/at what nobody touched'];
  const paths = [...spans, ...CONTEXT_CASES.map((name) => `context/${name}`)];
  const callersOfMost = ['nobody', 'a sampled caller', 'a sampled caller with trace state', 'a caller that is not sampled'];
  const byPath = paths.flatMap((path) => callersOfMost.map((caller) => [path, caller] as const));
  return numbered([...ofAll, ...byPath, ...callersOfMost.flatMap((caller) => back.map((path) => [path, caller] as const))]);
}

function numbered(pairs: readonly (readonly [path: string, caller: string])[]): Question[] {
  return pairs.map(([path, caller], i) => ({
    name: `${path}, from ${caller}`, path: `/${encodeURIComponent(path).replace('%2F', '/')}`,
    headers: ((PARENTS[caller] ?? STRANGERS[caller]) as Parent)(i + 1),
  }));
}
