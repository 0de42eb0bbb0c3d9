import type { Tracer } from '@opentelemetry/api';
import { createGuard, type Guard } from '@vigil/events';
import { loggerPackages, observeLoggers, stopAll, watchExpressMiddleware, watchFailures, watchFastifyHooks, watchHttpClient, watchHttpServer, watchModules, watchPino, watchUndici, type ClientObserver, type LoggerName, type LoggerObserver, type Stop } from '@vigil/sensors';
import type { Settings } from './config/settings.ts';
import { vigilError } from './errors.ts';
import type { InstrumentationConfigs } from './instrumentations/choose-instrumentations.ts';
import { watchInstrumentations } from './instrumentations/watch-instrumentations.ts';
import type { Say } from './lifecycle/say.ts';
import { ActiveRequests } from './telemetry/active-requests.ts';
import { BaggageHosts } from './telemetry/baggage/baggage-hosts.ts';
import { baggageKeys } from './telemetry/baggage/baggage-keys.ts';
import { CalledKinds } from './telemetry/called-kinds.ts';
import { ClientTelemetry } from './telemetry/client-telemetry.ts';
import { HotClientTelemetry, type HotClientTelemetryParts } from './telemetry/hot-path/hot-client-telemetry.ts';
import { HotServerTelemetry } from './telemetry/hot-path/hot-server-telemetry.ts';
import { emitFailure, logObserver, sendsLinesItself } from './telemetry/log-telemetry.ts';
import { ignoredPaths } from './telemetry/noise/ignored-paths.ts';
import { staticFiles } from './telemetry/noise/static-files.ts';
import { MiddlewareSpans } from './telemetry/middleware-spans.ts';
import { measureProcess } from './telemetry/process-metrics.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { measureRuntime } from './telemetry/runtime-metrics.ts';
import { ServedKinds } from './telemetry/served-kinds.ts';
import { ServerTelemetry, type ServerTelemetryParts } from './telemetry/server-telemetry.ts';
import { VERSION } from './version.ts';

export interface Watching {
  readonly settings: Settings;
  readonly providers: Telemetry;
  readonly say: Say;
  /** Of the application, by its manifest. */
  readonly dependencies: readonly string[];
  readonly instrumentations: InstrumentationConfigs;
  /** The process is measured once. Default true. */
  readonly isMainThread?: boolean;
}

/** Starts all sensors. Sinks stand when this is called: sources start last and stop first. */
export function startWatching({ settings, providers, say, dependencies, instrumentations, isMainThread = true }: Watching): Stop {
  const guard = guardThatSays(say);
  const tracer = providers.tracer.getTracer('@vigil/node', VERSION);
  const meter = providers.meter.getMeter('@vigil/node', VERSION);
  const logger = providers.logger.getLogger('@vigil/node', VERSION);
  const sends = settings.sendLogs && settings.logsExporter.length > 0;
  const observerOf = (name: LoggerName): LoggerObserver => logObserver(sends && !sendsLinesItself(name, dependencies) ? logger : undefined);
  const instrumented = watchInstrumentations({ lists: settings, configs: instrumentations, dependencies, say });
  const keys = baggageKeys(settings.baggageKeys);
  if (isMainThread) measureProcess(meter);
  return stopAll([
    measureRuntime(meter, guard),
    watchFailures((failure) => emitFailure(logger, failure), guard),
    watchPino(observerOf('pino'), guard),
    observeLoggers(observerOf),
    instrumented.stop,
    watchModules([...loggerPackages(guard), ...instrumented.packages], guard),
    watchClient({ tracer, kinds: new CalledKinds(providers.called), baggageHosts: new BaggageHosts(settings.baggageHosts), baggageKeys: keys }, providers, guard),
    watchServer({
      tracer, contexts: providers.contexts, active: new ActiveRequests(meter), kinds: new ServedKinds(providers.served),
      ignored: ignoredPaths(settings.ignorePaths), staticFiles: staticFiles(settings.staticFiles), baggageKeys: keys, serverTiming: settings.serverTiming,
    }, providers, guard),
    // After the server's own hooks were added to an instance.
    ...(settings.middlewareSpans ? watchMiddleware(tracer, guard) : []),
  ]);
}

function watchMiddleware(tracer: Tracer, guard: Guard): Stop[] {
  const observer = new MiddlewareSpans(tracer);
  return [watchExpressMiddleware(observer, guard), watchFastifyHooks(observer, guard)];
}

type CalledParts = Omit<HotClientTelemetryParts, 'batch' | 'ids'>;

function watchClient(parts: CalledParts, { hot }: Telemetry, guard: Guard): Stop {
  return hot === undefined
    ? watchCalls(new ClientTelemetry(parts), guard)
    : watchCalls(new HotClientTelemetry({ ...parts, ...hot }), guard);
}

function watchCalls<Call>(observer: ClientObserver<Call>, guard: Guard): Stop {
  return stopAll([watchHttpClient(observer, guard), watchUndici(observer, guard)]);
}

function watchServer(parts: ServerTelemetryParts, { hot }: Telemetry, guard: Guard): Stop {
  return hot === undefined
    ? watchHttpServer(new ServerTelemetry(parts), guard)
    : watchHttpServer(new HotServerTelemetry({ ...parts, ...hot }), guard);
}

/** One line for a sensor that fails, whatever the number of its failures. */
function guardThatSays(say: Say): Guard {
  return createGuard({
    report: ({ name, error, failures }) => {
      if (failures === 1) say('error', vigilError('VIGIL_SENSOR_FAILED', { name, reason: String(error) }).line);
    },
  });
}
