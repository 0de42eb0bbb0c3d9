import type { ReceivedLog } from '../otlp/received.ts';
import { startReceiver } from '../receiver/receiver.ts';
import { renderLog } from '../view/log-view.ts';
import type { ViewOptions } from '../view/paint.ts';
import { renderRoutes } from '../view/route-table.ts';
import { renderTrace } from '../view/trace-view.ts';
import { TraceBuffer, type Finished } from './trace-buffer.ts';

export interface ReceiveOptions {
  readonly port: number;
  readonly host: string;
  /** Resolves when it shall end. */
  readonly until: Promise<unknown>;
  readonly view: () => ViewOptions;
  readonly print: (line: string) => void;
}

const lookEvery = 250;

/** `vigil receive`: shows each trace that arrives, and each log line that belongs to none, until it shall end; then the latency by route. */
export async function receive({ port, host, until, view, print }: ReceiveOptions): Promise<void> {
  const buffer = new TraceBuffer();
  const show = (finished: readonly Finished[]): void => finished.flatMap((each) => linesOf(each, view())).forEach(print);
  const receiver = await startReceiver({
    port, host,
    // Only the closing table looks back, on what it can hold.
    capacity: 5000,
    onSpans: (spans) => buffer.add(spans, [], performance.now()),
    onLogs: (logs) => buffer.add([], logs, performance.now()),
  });
  const timer = setInterval(() => show(buffer.take(performance.now())), lookEvery);
  print(`Receiving OTLP over HTTP at ${receiver.url} (protobuf and JSON; traces, logs, metrics). Ctrl-C ends it.`);
  try {
    await until;
  } finally {
    clearInterval(timer);
    await receiver.close();
    show(buffer.takeAll());
    for (const line of ['', ...renderRoutes(receiver, view())]) print(line);
  }
}

function linesOf({ spans, logs }: Finished, view: ViewOptions): string[] {
  if (spans.length > 0) return ['', ...renderTrace(spans, logs, view)];
  return logs.map((log: ReceivedLog) => renderLog(log, view));
}
