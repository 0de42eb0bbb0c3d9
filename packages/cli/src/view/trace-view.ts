import type { ReceivedLog, ReceivedSpan } from '../otlp/received.ts';
import { bar } from './bar.ts';
import { durationText, secondsBetween } from './duration-text.ts';
import { attributesText, levelOf, logText } from './log-text.ts';
import { coloursOf, paintFor, type Colour, type Paint, type ViewOptions } from './paint.ts';
import { serviceName } from './service-name.ts';
import { logsBySpan, timeOf, traceTree, type Branch, type TraceTree } from './trace-tree.ts';
import { columns, fit, pad, visible } from './visible-text.ts';

interface Scene {
  readonly tree: TraceTree;
  readonly paint: Paint;
  readonly colours: ReadonlyMap<string, Colour>;
  readonly width: number;
  readonly labelWidth: number;
  readonly barWidth: number;
}

const durationWidth = 8;
const statusWidth = 5;

/** One trace as lines of text: a waterfall over its services, with the log lines of each span under it. */
export function renderTrace(spans: readonly ReceivedSpan[], logs: readonly ReceivedLog[], options: ViewOptions): string[] {
  if (spans.length === 0) return [];
  const scene = sceneOf(spans, options);
  const bySpan = logsBySpan(spans, logs);
  const lines = scene.tree.branches.flatMap((branch) => [spanLine(branch, scene), ...detailLines(branch, bySpan, scene)]);
  const loose = (bySpan.get('') ?? []).map((log) => logLine(log, '', scene));
  return [...headLines(spans, logs, scene), axisLine(scene), ...lines, ...loose];
}

function sceneOf(spans: readonly ReceivedSpan[], options: ViewOptions): Scene {
  const width = Math.max(options.width, 60);
  const tree = traceTree(spans);
  const colours = coloursOf(tree.branches.map(({ span }) => serviceName(span.resource)));
  const labels = tree.branches.map((branch) => columns(labelOf(branch)));
  const labelWidth = Math.min(Math.max(...labels), Math.floor(width * 0.55));
  return { tree, paint: paintFor(options), colours, width, labelWidth, barWidth: width - labelWidth - durationWidth - statusWidth - 4 };
}

function headLines(spans: readonly ReceivedSpan[], logs: readonly ReceivedLog[], { tree, paint, colours, width }: Scene): string[] {
  const root = tree.branches[0]?.span as ReceivedSpan;
  const failed = spans.filter(isFailed).length;
  const facts = [
    `trace ${visible(root.traceId)}`, count(colours.size, 'service'), count(spans.length, 'span'), count(logs.length, 'log line'),
  ];
  const name = paint('bold', fit(root.name, width - 40));
  const total = durationText(secondsBetween(tree.start, tree.end));
  const errors = failed > 0 ? `  ${paint('red', `✗ ${count(failed, 'span')} failed`)}` : '';
  const missing = tree.orphans > 0 ? [`the parent of ${count(tree.orphans, 'span')} has not arrived`] : [];
  return [`${name}  ${total}${errors}`, ...[facts.join(' · '), ...missing].map((fact) => paint('dim', fit(fact, width)))];
}

function axisLine({ tree, paint, labelWidth, barWidth }: Scene): string {
  const total = durationText(secondsBetween(tree.start, tree.end));
  const line = `0${'─'.repeat(Math.max(0, barWidth - total.length - 3))} ${total}`;
  return paint('dim', `${' '.repeat(labelWidth + 2)}${line}`);
}

function spanLine(branch: Branch, { tree, paint, colours, labelWidth, barWidth }: Scene): string {
  const { span } = branch;
  const own = colours.get(serviceName(span.resource)) as Colour;
  const whole = Number(tree.end - tree.start) || 1;
  const from = Number(span.startTime - tree.start) / whole;
  const to = Number(span.endTime - tree.start) / whole;
  const duration = pad(durationText(secondsBetween(span.startTime, span.endTime)), durationWidth, 'left');
  const label = paintLabel(branch, pad(labelOf(branch), labelWidth), paint, own);
  return `${label}  ${paint(isFailed(span) ? 'red' : own, bar(from, to, barWidth))} ${duration} ${statusText(span, paint)}`.trimEnd();
}

// The label is cut to its column as a whole first; then its parts get their colours.
function paintLabel({ span, ...place }: Branch, label: string, paint: Paint, colour: Colour): string {
  const indent = indentOf(place);
  const service = visible(serviceName(span.resource)).slice(0, label.length - indent.length);
  const name = label.slice(indent.length + service.length);
  return paint('dim', indent) + paint(colour, service) + (isFailed(span) ? paint('red', name) : name);
}

function labelOf(branch: Branch): string {
  return visible(`${indentOf(branch)}${serviceName(branch.span.resource)} ${spanTitle(branch.span)}`);
}

// A client span is named by its method alone; the path that it asked for tells the calls apart.
function spanTitle({ kind, name, attributes }: ReceivedSpan): string {
  if (kind !== 'client' && kind !== 'producer') return name;
  const url = attributes['url.full'];
  const path = typeof url === 'string' && URL.canParse(url) ? ` ${new URL(url).pathname}` : '';
  return `→ ${name}${path}`;
}

function indentOf({ rails, isRoot }: Omit<Branch, 'span'>): string {
  if (isRoot) return '';
  const above = rails.slice(0, -1);
  return above.map((goesOn) => (goesOn ? '│  ' : '   ')).join('') + (rails.at(-1) ? '├─ ' : '└─ ');
}

// Lines under a span hang from the rails of everything that is still to come.
function railsUnder({ rails, hasChildren }: Branch): string {
  return rails.map((goesOn) => (goesOn ? '│  ' : '   ')).join('') + (hasChildren ? '│  ' : '   ');
}

function detailLines(branch: Branch, bySpan: Map<string, ReceivedLog[]>, scene: Scene): string[] {
  const rails = railsUnder(branch);
  const events = branch.span.events.map((event) => ({ time: event.time, line: eventLine(event, rails, scene) }));
  const logs = (bySpan.get(branch.span.spanId) ?? []).map((log) => ({ time: timeOf(log), line: logLine(log, rails, scene) }));
  return [...events, ...logs].toSorted((a, b) => Number(a.time - b.time)).map(({ line }) => line);
}

function logLine(log: ReceivedLog, rails: string, { tree, paint, width }: Scene): string {
  const { name, colour } = levelOf(log);
  const offset = offsetText(timeOf(log), tree);
  const room = width - columns(rails) - 17;
  const text = fit(logText(log), room);
  const rest = room - columns(text) - 2;
  const attributes = rest > 8 ? `  ${paint('dim', fit(attributesText(log.attributes), rest))}` : '';
  return `${paint('dim', rails + offset)} ${paint(colour, pad(name, 5))} ${text}${attributes}`.trimEnd();
}

// A line may seem to come before its trace: loggers round to milliseconds, and clocks differ.
function offsetText(time: bigint, { start }: TraceTree): string {
  const seconds = secondsBetween(start, time);
  return pad(`${seconds < 0 ? '' : '+'}${durationText(seconds)}`, 9, 'left');
}

function eventLine({ time, name, attributes }: ReceivedSpan['events'][number], rails: string, { tree, paint, width }: Scene): string {
  const offset = offsetText(time, tree);
  const isException = name === 'exception';
  const text = isException ? `${attributes['exception.type'] ?? 'Error'}: ${attributes['exception.message'] ?? ''}` : `${name} ${attributesText(attributes)}`;
  const shown = fit(`${isException ? '✗' : '·'} ${text}`.trimEnd(), width - columns(rails) - 11);
  return `${paint('dim', rails + offset)} ${paint(isException ? 'red' : 'dim', shown)}`;
}

function statusText(span: ReceivedSpan, paint: Paint): string {
  const code = String(span.attributes['http.response.status_code'] ?? span.attributes['http.status_code'] ?? '');
  if (isFailed(span)) return paint('red', fit(`✗ ${code}`.trimEnd(), statusWidth));
  return paint('dim', fit(code, statusWidth));
}

function isFailed(span: ReceivedSpan): boolean {
  return span.status.code === 'error';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
