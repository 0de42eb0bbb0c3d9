import type { ReceivedMetric, ReceivedSpan, Value } from '@vigil/cli';
import { PARENT } from './questions.ts';

/** What can be told of spans and metrics, each by a name, as text that is the same in every run. */
export type Facts = ReadonlyMap<string, string>;

/** What a run of these attributes holds is chance. */
const BY_CHANCE = new Set(['v8js.gc.type', 'v8js.resource.type']);

/** Of the spans of one question. */
export function spanFacts(question: string, spans: readonly ReceivedSpan[]): Facts {
  const [server, ...rest] = spans;
  const clients = rest.filter(({ kind }) => kind === 'client');
  const inner = rest.length - clients.length;
  const facts: [string, string][] = [['spans: of the server', server === undefined ? '0' : '1'], ['spans: of clients', String(clients.length)], ['spans: of middleware and handlers', inner === 0 ? 'none' : 'some']];
  if (server !== undefined) facts.push(...factsOf('server span', server, spans));
  const client = question.endsWith('by fetch') ? 'span of fetch' : 'span of http.request';
  for (const [i, span] of clients.entries()) facts.push(...factsOf(i === 0 ? client : `second ${client}`, span, spans));
  return new Map(facts);
}

function factsOf(which: string, span: ReceivedSpan, all: readonly ReceivedSpan[]): [string, string][] {
  const { name, kind, status, parentSpanId, traceState, flags, attributes, events, links } = span;
  const parent = all.find(({ spanId }) => spanId === parentSpanId);
  const facts: Record<string, string> = {
    name, kind, status: status.code, 'status message': status.message, 'trace state': traceState, flags: String(flags), links: String(links.length),
    parent: parentSpanId === PARENT ? 'the caller' : parent === undefined ? parentSpanId : parent.kind === 'internal' ? 'a span of a handler' : `the ${parent.kind} span`,
    events: events.map((event) => `${event.name}(${Object.keys(event.attributes).toSorted().join(', ')})`).join(', '),
    'exception type': shown(events[0]?.attributes['exception.type'] ?? ''), 'exception message': shown(events[0]?.attributes['exception.message'] ?? ''),
  };
  return [
    ...Object.entries(facts).map(([fact, value]): [string, string] => [`${which}: ${fact}`, stable(value)]),
    ...Object.entries(attributes).map(([key, value]): [string, string] => [`${which}: ${key}`, stable(shown(value))]),
  ];
}

/** Of the metrics of one application. Those of the machine are a Collector's, and differ from machine to machine. */
export function metricFacts(metrics: ReadonlyMap<string, ReceivedMetric>): Facts {
  const ofProcess = [...metrics.values()].filter(({ name }) => !name.startsWith('system.'));
  return new Map(ofProcess.flatMap((metric) => {
    const { name, unit, kind, temporality, monotonic, description } = metric;
    const facts: Record<string, string> = {
      unit, description, kind: kind === 'sum' ? `${monotonic ? 'counter' : 'up-down counter'}, ${temporality}` : kind,
      ...(metric.kind === 'histogram' ? { bounds: (metric.points[0]?.bounds ?? []).join(' ') } : {}),
      ...valuesByKey(metric),
    };
    return [[`metric ${name}`, 'there'], ...Object.entries(facts).map(([fact, value]): [string, string] => [`metric ${name}: ${fact}`, value])];
  }));
}

function valuesByKey({ points }: ReceivedMetric): Record<string, string> {
  const keys = new Set(points.flatMap(({ attributes }) => Object.keys(attributes)));
  const facts = [...keys].flatMap((key) => points.map(({ attributes }) => `${key}=${key in attributes ? valueOf(key, attributes[key] as Value) : '(none)'}`));
  return Object.fromEntries(facts.map((fact) => [fact, 'there']));
}

function valueOf(key: string, value: Value): string {
  return BY_CHANCE.has(key) ? 'some' : stable(shown(value));
}

function shown(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Less what differs from run to run: ports, and the numbers of questions. */
function stable(text: string): string {
  return text.replaceAll(/(?<=(?:127\.0\.0\.1|localhost):)\d+/g, 'PORT').replaceAll(/^\d{4,5}$/g, 'PORT').replaceAll(/question\/\d+/g, 'question/N');
}
