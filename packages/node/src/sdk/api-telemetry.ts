import { context, logs, metrics, trace, type Logger, type Tracer } from '@opentelemetry/api';
import { SdkDurations } from '../telemetry/sdk-durations.ts';
import type { EnteringContextManager } from '../telemetry/server-telemetry.ts';
import { STOCK_ENDS } from '../telemetry/stock-ends.ts';
import { CALLED, SCOPE, SERVED, type Telemetry } from '../telemetry/telemetry.ts';
import { LateMeter } from './late-meter.ts';

/** Telemetry by whatever is, or soon will be, registered with OpenTelemetry's API. */
export interface ApiTelemetry extends Telemetry {
  /** To be called when the providers are registered; until then nothing is measured. */
  bind(): void;
}

/**
 * The API has stand-ins of its own for tracers and loggers that are asked for too early, but each copy of the API only for
 * its own: an application that requires what we import has two. What is registered they share.
 */
export function apiTelemetry(): ApiTelemetry {
  const { name, version } = SCOPE;
  const meter = new LateMeter();
  let tracer: Tracer | undefined;
  let logger: Logger | undefined;
  const tracerNow = (): Tracer => tracer ?? trace.getTracer(name, version);
  const loggerNow = (): Logger => logger ?? logs.getLogger(name, version);
  const late: Pick<Tracer, 'startSpan'> = { startSpan: (span, options, parent) => tracerNow().startSpan(span, options, parent) };
  return {
    ...STOCK_ENDS,
    contexts: { attach: (entered) => context.attach(entered as never) } as EnteringContextManager,
    tracer: { getTracer: () => late as Tracer },
    logger: { getLogger: () => ({ emit: (record) => loggerNow().emit(record), enabled: (options) => loggerNow().enabled(options) }) },
    meter: { getMeter: () => meter },
    served: new SdkDurations(meter, ...SERVED), called: new SdkDurations(meter, ...CALLED),
    bind: () => {
      [tracer, logger] = [trace.getTracer(name, version), logs.getLogger(name, version)];
      meter.bind(metrics.getMeter(name, version));
    },
    shutdown: async () => {},
  };
}
