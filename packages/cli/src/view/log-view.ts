import type { ReceivedLog } from '../otlp/received.ts';
import { attributesText, levelOf, logText } from './log-text.ts';
import { paintFor, type ViewOptions } from './paint.ts';
import { serviceName } from './service-name.ts';
import { timeOf } from './trace-tree.ts';
import { columns, fit, pad } from './visible-text.ts';

/** A log line that stands alone: time of day in UTC, level, service, text. */
export function renderLog(log: ReceivedLog, options: ViewOptions): string {
  const paint = paintFor(options);
  const { name, colour } = levelOf(log);
  const service = fit(serviceName(log.resource), 24);
  const head = `${clockText(timeOf(log))} ${paint(colour, pad(name, 5))} ${paint('bold', service)}`;
  const room = Math.max(options.width, 60) - 20 - columns(service);
  const text = fit(logText(log), room);
  const rest = room - columns(text) - 2;
  const attributes = rest > 8 ? `  ${paint('dim', fit(attributesText(log.attributes), rest))}` : '';
  return `${head} ${text}${attributes}`.trimEnd();
}

function clockText(time: bigint): string {
  return new Date(Number(time / 1_000_000n)).toISOString().slice(11, 23);
}
