import type { LoggerProvider, MeterProvider, Tracer, TracerProvider } from '@opentelemetry/api';
import { VERSION } from '../version.ts';
import type { HotBatch } from './hot-path/hot-batch.ts';
import type { HotIds } from './hot-path/hot-ids.ts';
import type { Durations } from './sdk-durations.ts';
import type { EnteringContextManager } from './server-telemetry.ts';
import type { TailProcessor } from './tail-processor.ts';

/** What spans on the hot path are made of. */
export interface HotParts {
  readonly batch: HotBatch;
  readonly ids: HotIds;
  /** Makes a tracer whose spans are sent to nobody. */
  readonly unsent: () => Tracer;
}

/** What sensors feed, and what the ends of a process empty. */
export interface Telemetry {
  readonly contexts: EnteringContextManager;
  readonly tracer: TracerProvider;
  readonly meter: MeterProvider;
  readonly logger: LoggerProvider;
  /** Durations of both sides. */
  readonly served: Durations;
  readonly called: Durations;
  /** Set when server spans may take the hot path. */
  readonly hot: HotParts | undefined;
  /** Set when there is a tail sampler: what it has not decided on waits within it. */
  readonly tail: TailProcessor | undefined;
  /** True when nothing leaves without the event loop. */
  readonly needsLoop: boolean;
  /** Makes its parts OpenTelemetry's global ones. Answers which of them were taken already. */
  register(): readonly string[];
  /** Hands over all spans and log records that wait; done when it returns. */
  handOver(): void;
  /** The same of metrics, by a thread whose loop turns no more. */
  handOverMetrics(): void;
  /** Also has the metrics collected and handed over. */
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

export const SCOPE: { readonly name: string; readonly version: string } = { name: '@vigil/node', version: VERSION };
/** Name and description of the histograms of durations. */
export const SERVED = ['http.server.request.duration', 'Duration of HTTP server requests.'] as const;
export const CALLED = ['http.client.request.duration', 'Duration of HTTP client requests.'] as const;
