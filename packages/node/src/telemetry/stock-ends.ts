import { logs, metrics, trace } from '@opentelemetry/api';
import type { Telemetry } from './telemetry.ts';

/** What providers of the SDK can do beyond the API; behind those of the API stands another. */
interface Flushable {
  getDelegate?(): Flushable;
  _getDelegate?(): Flushable;
  forceFlush?(): Promise<void>;
}

/** Telemetry that the stock SDK makes and sends, from this thread and by promises: nothing can leave while it stands still. */
export const STOCK_ENDS = {
  hot: undefined, tail: undefined, needsLoop: true, register: () => [], handOver: () => {}, handOverMetrics: () => {}, flush: flushGlobalProviders,
} as const satisfies Partial<Telemetry>;

/** Has the registered providers send what waits, metrics included. Never rejects. */
async function flushGlobalProviders(): Promise<void> {
  const providers = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
  await Promise.allSettled(providers.map(async (provider) => flushableOf(provider as Flushable).forceFlush?.()));
}

function flushableOf(provider: Flushable): Flushable {
  return provider.getDelegate?.() ?? provider._getDelegate?.() ?? provider;
}
