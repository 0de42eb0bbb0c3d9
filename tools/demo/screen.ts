import { styleText } from 'node:util';
import { renderRoutes, renderTrace, type ReceivedSpan, type Receiver, type ViewOptions } from '@vigil/cli';
import type { Traffic } from './traffic.ts';

const labelWidth = 11;

/** What the demo says, for the terminal that it says it to. */
export class Screen {
  readonly #view: ViewOptions;
  readonly #out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream, env: NodeJS.ProcessEnv) {
    const colour = env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : Boolean(out.isTTY) && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    this.#out = out;
    this.#view = { width: Math.min(out.columns ?? 110, 130), colour };
  }

  title(text: string, rest: string): void {
    this.#write('', `${this.#style('bold', text)}  ${rest}`, '');
  }

  step(label: string, text: string): void {
    this.#write(`  ${this.#style('dim', label.padEnd(labelWidth))}${text}`);
  }

  /** Overwrites itself on a terminal; elsewhere it is silent. */
  progress(label: string, done: number, all: number): void {
    if (!this.#out.isTTY) return;
    const width = 30;
    const full = Math.round((done / all) * width);
    const bar = '━'.repeat(full) + this.#style('dim', '━'.repeat(width - full));
    this.#out.write(`\r  ${this.#style('dim', label.padEnd(labelWidth))}${bar} ${done}/${all}${done === all ? '\r\x1b[K' : ''}`);
  }

  waterfall(heading: string, receiver: Receiver, root: ReceivedSpan | undefined): void {
    this.#heading(heading);
    if (!root) return this.#write('  No such trace arrived.');
    const spans = receiver.spans.filter((span) => span.traceId === root.traceId);
    const logs = receiver.logs.filter((log) => log.traceId === root.traceId);
    this.#write(...renderTrace(spans, logs, this.#view));
  }

  routes(receiver: Receiver): void {
    this.#heading('Latency by route');
    this.#write(...renderRoutes(receiver, this.#view));
  }

  next(endpoint: string): void {
    this.#heading('What to do next');
    const commands: [string, string, string][] = [
      ['your own', 'node --import @vigil/node/register app.js', 'the one line; --require does as well'],
      ['send it to', `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`, 'your Collector, or vigil receive'],
      ['read on', 'docs/architecture.md, docs/configuration.md', 'one request through the files; every setting'],
    ];
    for (const [label, command, meaning] of commands) this.step(label, `${command.padEnd(53)}${this.#style('dim', meaning)}`);
    this.#write('');
  }

  #heading(text: string): void {
    this.#write('', this.#style('bold', `${text} `) + this.#style('dim', '─'.repeat(Math.max(0, this.#view.width - text.length - 1))));
  }

  #style(style: 'bold' | 'dim', text: string): string {
    return this.#view.colour ? styleText(style, text, { validateStream: false }) : text;
  }

  #write(...lines: string[]): void {
    this.#out.write(`${lines.join('\n')}\n`);
  }
}

/** `60 requests in 4.1 s: 45 x 200, 10 x 201` */
export function trafficText({ sent, seconds, statuses }: Traffic): string {
  const counted = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return `${sent} requests in ${seconds.toFixed(1)} s: ${counted.join(', ')}`;
}
