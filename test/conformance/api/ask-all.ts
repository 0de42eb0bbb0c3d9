import { startReceiver, type ReceivedSpan } from '@vigil/cli';
import { startService, type Preload } from '../../support/service.ts';
import type { Environment } from './environments.ts';
import { questionsOf, type Question } from './questions.ts';

/** What came of all questions, in order: the application's own answers, and the spans of each, the server span first. */
export interface Run {
  readonly answers: readonly (readonly [question: string, answer: unknown])[];
  readonly spans: readonly (readonly [question: string, span: ReceivedSpan])[];
}

/** What keeps the stock preset from looking around and from counting what is not compared. */
const STOCK_ONLY = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http', OTEL_NODE_RESOURCE_DETECTORS: 'env', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

/** Starts the application, asks all, one after the other, and ends it. `other` is a service it may call. */
export async function askAll(environment: Environment, preload: Preload, other: string): Promise<Run> {
  const sink = await startReceiver();
  const env = { OTHER_SERVICE: other, ...environment.env, ...(preload === 'stock' ? STOCK_ONLY : {}) };
  const service = startService({ app: '../conformance/api/app/app.cjs', preload, endpoint: sink.url, env });
  try {
    const url = await service.url();
    const answers: Answer[] = [];
    for (const question of questionsOf(environment)) answers.push(await ask(url, question));
    // No signal that the presets listen to: the server closes, and the process ends by itself, with all that waits sent.
    const { code } = await service.stop('SIGUSR2');
    if (code !== 0) throw new Error(`the application ended with ${code}:\n${service.stderr()}`);
    return { answers: answers.map(({ name, shown }) => [name, shown]), spans: inOrder(sink.spans, answers) };
  } finally {
    await service.stop('SIGKILL');
    await sink.close();
  }
}

/** What the application said, and in which trace it was asked. */
interface Answer {
  readonly name: string;
  readonly shown: unknown;
  readonly traceId: string;
}

/** By an own connection each: what a handler does after its answer is done before the next question. */
async function ask(url: string, { name, path, headers }: Question): Promise<Answer> {
  const response = await fetch(url + path, { headers: { ...headers, connection: 'close' } });
  const text = await response.text();
  return { name, shown: response.ok ? JSON.parse(text) : [response.status, text], traceId: response.headers.get('x-trace') ?? '' };
}

/** Those of traces that no answer names, because a handler began them, come last. */
function inOrder(spans: readonly ReceivedSpan[], answers: readonly Answer[]): [string, ReceivedSpan][] {
  const place = new Map(answers.map(({ traceId }, i) => [traceId, i]));
  const placeOf = ({ traceId }: ReceivedSpan): number => place.get(traceId) ?? answers.length;
  return spans
    .toSorted((a, b) => placeOf(a) - placeOf(b) || Number(b.kind === 'server') - Number(a.kind === 'server') || a.name.localeCompare(b.name))
    .map((span) => [answers[placeOf(span)]?.name ?? 'a trace of its own', span]);
}
