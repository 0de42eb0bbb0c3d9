import type { ContextManager } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { defaultResource, resourceFromAttributes, type Resource, type ResourceDetector } from '@opentelemetry/resources';
import { provideCorrelation } from '@vigil/events';
import { stopAll, type Stop } from '@vigil/sensors';
import { readConfiguration } from '../config/read-configuration.ts';
import { readSurroundings } from '../config/read-surroundings.ts';
import type { Settings } from '../config/settings.ts';
import { vigilError } from '../errors.ts';
import type { InstrumentationConfigs } from '../instrumentations/choose-instrumentations.ts';
import { sayOn } from '../lifecycle/say.ts';
import { watchEnd } from '../lifecycle/watch-end.ts';
import { describeResource } from '../resource/describe-resource.ts';
import { runningVigil } from '../vigil.ts';
import { startWatching, type Watching } from '../start-watching.ts';
import { currentCorrelation } from '../telemetry/current-correlation.ts';
import { SCOPE } from '../telemetry/telemetry.ts';
import { apiTelemetry } from './api-telemetry.ts';
import { presetInstrumentation, type PresetInstrumentation } from './preset-instrumentation.ts';

/** As for `start`, less what the `NodeSDK` decides: exporters, processors, samplers, propagators and limits. */
export type PresetOptions = Partial<Settings> & {
  /** Options of OpenTelemetry's instrumentations by the names of their packages; `enabled` says whether one may be loaded. */
  readonly instrumentations?: InstrumentationConfigs;
};

/** A part of a `NodeSDKConfiguration`. */
export interface Preset {
  resource?: Resource;
  resourceDetectors?: ResourceDetector[];
  contextManager?: ContextManager;
  instrumentations?: PresetInstrumentation[];
}

/**
 * What Vigil sees, for a `NodeSDK` of one's own: `new NodeSDK({ ...preset(), ...mine }).start()`. The sensors begin when that
 * SDK starts, and feed what it has registered, whichever of these keys `mine` replaces (but not both, context manager and
 * instrumentations). Wrong settings are said, and thrown only with `strict`. Where Vigil runs or is disabled: nothing.
 */
export function preset({ instrumentations = {}, ...fromCode }: PresetOptions = {}): Preset {
  const { settings, manifest, problems } = readConfiguration(fromCode);
  if (settings.disabled) return {};
  const say = sayOn(settings.logLevel);
  const isRunning = runningVigil()?.status().running === true;
  if (isRunning) problems.push(vigilError('VIGIL_PRESET_BESIDE_START'));
  for (const problem of problems) say('warn', problem.line);
  if (settings.strict && problems[0] !== undefined) throw problems[0];
  if (isRunning) return {};

  const { attributes, unnamed } = describeResource(settings, readSurroundings(manifest));
  const name = String(attributes['service.name']);
  if (unnamed) say('warn', vigilError('VIGIL_SERVICE_UNNAMED', { name }).line);
  let stop: Stop | undefined;
  const begin = (): void => {
    if (stop !== undefined) return;
    stop = beginWatching({ settings, say, dependencies: manifest.dependencies, instrumentations });
    say('info', `${SCOPE.version} watches ${name}; telemetry by the application's own SDK; mode ${settings.mode}`);
  };
  return {
    resource: defaultResource().merge(resourceFromAttributes({ ...attributes })),
    // It tells all that the SDK's own detectors would find.
    resourceDetectors: [],
    contextManager: new BeginningContextManager(begin),
    instrumentations: [presetInstrumentation(begin, () => stop?.())],
  };
}

/** Everything at once, for the application may load its framework in the next line; its providers stand when its SDK has started. */
function beginWatching(parts: Omit<Watching, 'providers'>): Stop {
  const telemetry = apiTelemetry();
  queueMicrotask(telemetry.bind);
  provideCorrelation(currentCorrelation);
  const stopEnd = watchEnd({
    deadline: parts.settings.exitDeadline, needsLoop: () => true, handOver: () => void telemetry.flush(), flush: telemetry.flush,
    // The stock SDK sends by this thread's loop, which turns no more.
    flushStanding: () => {}, lastWords: () => {},
  });
  return stopAll([() => provideCorrelation(undefined), startWatching({ ...parts, providers: telemetry }), stopEnd]);
}

/** The stock one, that tells when the SDK enables it. */
class BeginningContextManager extends AsyncLocalStorageContextManager {
  readonly #begin: () => void;

  constructor(begin: () => void) {
    super();
    this.#begin = begin;
  }

  override enable(): this {
    super.enable();
    this.#begin();
    return this;
  }
}
