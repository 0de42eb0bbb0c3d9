import type { ReceivedMetric, ReceivedSpan } from '../otlp/received.ts';
import { durationText } from './duration-text.ts';
import { latencyFromMetrics, latencyFromSpans, type RouteLatency } from './latency.ts';
import { coloursOf, paintFor, type Colour, type Paint, type ViewOptions } from './paint.ts';
import { columns, pad, visible } from './visible-text.ts';

const numberWidths = [6, 5, 5, 8, 8, 8];
const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

interface Widths {
  readonly service: number;
  readonly route: number;
  readonly spread: number;
}

/** Latency by service and route. Metrics are preferred: they count every request; without any, the server spans speak. */
export function renderRoutes(
  telemetry: { readonly metrics: readonly ReceivedMetric[]; readonly spans?: readonly ReceivedSpan[] }, options: ViewOptions,
): string[] {
  const measured = latencyFromMetrics(telemetry.metrics);
  const rows = measured.length > 0 ? measured : latencyFromSpans(telemetry.spans ?? []);
  if (rows.length === 0) return [];
  const paint = paintFor(options);
  const colours = coloursOf(rows.map((row) => row.service));
  const widths = widthsOf(rows, options.width);
  const calls = rows.reduce((total, row) => total + row.calls, 0);
  const source = measured.length > 0
    ? `${calls} requests, percentiles estimated from the histogram http.server.request.duration`
    : `${calls} requests, from their server spans`;
  return [headLine(widths, paint), ...rows.map((row) => rowLine(row, widths, paint, colours.get(row.service) as Colour)), paint('dim', source)];
}

function widthsOf(rows: readonly RouteLatency[], width: number): Widths {
  const service = Math.min(Math.max(7, ...rows.map((row) => columns(visible(row.service)))), 24);
  const buckets = Math.max(0, ...rows.map((row) => row.spread.length));
  const numbers = numberWidths.reduce((sum, each) => sum + each, 0);
  const room = Math.max(width, 60) - service - numbers - 2;
  const spread = room - buckets - 2 >= 20 ? buckets : 0;
  const longest = Math.max(5, ...rows.map((row) => columns(visible(row.route))));
  return { service, route: Math.min(longest, room - (spread ? spread + 2 : 0)), spread };
}

function headLine({ service, route, spread }: Widths, paint: Paint): string {
  const names = ['calls', '4xx', '5xx', 'p50', 'p95', 'p99'];
  const numbers = names.map((name, index) => pad(name, numberWidths[index] as number, 'left')).join('');
  const tail = spread ? '  fast → slow' : '';
  return paint('dim', `${pad('service', service)}  ${pad('route', route)}${numbers}${tail}`);
}

function rowLine(row: RouteLatency, { service, route, spread }: Widths, paint: Paint, colour: Colour): string {
  const cells = [row.calls, row.refused, row.failed].map((value, index) => {
    const text = pad(value === 0 ? '·' : String(value), numberWidths[index] as number, 'left');
    return index === 2 && value > 0 ? paint('red', text) : index === 1 && value > 0 ? paint('yellow', text) : text;
  });
  const times = [row.p50, row.p95, row.p99].map((seconds, index) => pad(durationText(seconds), numberWidths[index + 3] as number, 'left'));
  const drawn = spread ? `  ${paint(colour, spreadText(row.spread))}` : '';
  return `${paint(colour, pad(row.service, service))}  ${pad(row.route, route)}${cells.join('')}${times.join('')}${drawn}`.trimEnd();
}

function spreadText(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts.map((count) => (count === 0 ? ' ' : blocks[Math.ceil((count / most) * blocks.length) - 1])).join('').trimEnd();
}
