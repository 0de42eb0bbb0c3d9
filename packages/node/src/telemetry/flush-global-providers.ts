import { logs, metrics, trace } from '@opentelemetry/api';

/** What providers of the SDK can do beyond the API; behind those of the API stands another. */
interface Flushable {
  getDelegate?(): Flushable;
  _getDelegate?(): Flushable;
  forceFlush?(): Promise<void>;
}

/** Has the registered providers send what waits, metrics included. Never rejects. */
export async function flushGlobalProviders(): Promise<void> {
  const providers = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
  await Promise.allSettled(providers.map(async (provider) => flushableOf(provider as Flushable).forceFlush?.()));
}

function flushableOf(provider: Flushable): Flushable {
  return provider.getDelegate?.() ?? provider._getDelegate?.() ?? provider;
}
