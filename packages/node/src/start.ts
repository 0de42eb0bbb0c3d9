import type { TextMapPropagator } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { provideCorrelation, isVigilError } from '@vigil/events';
import { stopAll } from '@vigil/sensors';
import { meetOthers, type WatchOthers } from './clashes/meet-others.ts';
import { otherCopy } from './clashes/other-copy.ts';
import { environment } from './config/environment.ts';
import { readConfiguration, type Configuration } from './config/read-configuration.ts';
import { readSurroundings } from './config/read-surroundings.ts';
import { Delivery } from './delivery/delivery.ts';
import { exportFailure } from './delivery/export-failure.ts';
import { Ledger, type Account } from './delivery/ledger.ts';
import { SIGNALS, type Signal } from './delivery/message.ts';
import type { DoctorReport } from './doctor/doctor-report.ts';
import { loadDoctor } from './doctor/load-doctor.ts';
import { vigilError } from './errors.ts';
import { Departure } from './lifecycle/departure.ts';
import { sayOn, type Say } from './lifecycle/say.ts';
import { watchEnd } from './lifecycle/watch-end.ts';
import { describeResource, type ResourceAttributes } from './resource/describe-resource.ts';
import { shownTargets, startLine } from './start-line.ts';
import { propagatorOf } from './telemetry/propagator.ts';
import { startDeclared } from './telemetry/declared-providers.ts';
import { Providers } from './telemetry/providers.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { inherited, type Inheritance } from './threads/inheritance.ts';
import { startInWorker } from './threads/start-in-worker.ts';
import { WorkerThreads } from './threads/worker-threads.ts';
import { VERSION } from './version.ts';
import { DEADLINE, NOT_RUNNING, runningVigil, setRunning, type Status, type Vigil } from './vigil.ts';
import { splitOptions, type SplitOptions, type StartOptions } from './start-options.ts';
import { startWatching } from './start-watching.ts';
import { letSdkSpeak } from './telemetry/sdk-voice.ts';
import { currentCorrelation } from './telemetry/current-correlation.ts';

/**
 * Starts telemetry for this process. Call it before the application loads anything, or preload `@vigil/node/register`.
 * Never throws for a wrong setting; with `strict` (`VIGIL_STRICT`) it throws the first problem. A second call answers with
 * what runs already.
 */
export function start(options: StartOptions = {}): Vigil {
  try {
    return startOnce(options);
  } catch (error) {
    // Only `strict` throws on purpose.
    if (isVigilError(error)) throw error;
    sayOn('error')('error', vigilError('VIGIL_START_FAILED', { reason: String(error) }).line);
    return NOT_RUNNING;
  }
}

function startOnce(options: StartOptions): Vigil {
  const split = splitOptions(options);
  const { fromCode, spanProcessors } = split;
  const running = runningVigil();
  if (running !== undefined) return sameVigil(running, fromCode);
  const inheritance = inherited();
  if (inheritance !== undefined) return remembered(vigilOfWorker(inheritance, spanProcessors));
  const configuration = readConfiguration(fromCode);
  const { settings, problems } = configuration;
  if (settings.disabled) return NOT_RUNNING;
  const doctor = loadDoctor(environment());
  const say = doctor === undefined ? sayOn(settings.logLevel) : doctor.hear(sayOn(settings.logLevel));
  const propagator = split.ownPropagator ?? propagatorOf(settings.propagators, problems);
  const watchOthers = meetOthers(say);
  if (watchOthers === undefined) return remembered(NOT_RUNNING);
  const declared = settings.configFile === undefined ? undefined : startDeclared(settings.configFile, problems);
  for (const problem of problems) say('warn', problem.line);
  if (settings.strict && problems[0] !== undefined) throw problems[0];
  otherCopy();
  try {
    return remembered(run({ ...configuration, ...split, propagator, declared, watchOthers, say, doctor }));
  } catch (error) {
    say('error', vigilError('VIGIL_START_FAILED', { reason: String(error) }).line);
    return NOT_RUNNING;
  }
}

function remembered(vigil: Vigil): Vigil {
  setRunning(vigil);
  return vigil;
}

const forget = (): void => setRunning(undefined);

interface Parts extends Configuration, SplitOptions {
  readonly propagator: TextMapPropagator | undefined;
  /** Telemetry that a declarative configuration has made. */
  readonly declared: Telemetry | undefined;
  /** Watches for SDKs and agents that come later. */
  readonly watchOthers: WatchOthers;
  /** Who is told how it goes: a person, and perhaps the doctor. */
  readonly say: Say;
  readonly doctor: DoctorReport | undefined;
}

function run(parts: Parts): Vigil {
  const { settings, targets, say, doctor } = parts;
  const around = readSurroundings(parts.manifest);
  const { attributes, unnamed } = describeResource(settings, around);
  if (unnamed) say('warn', vigilError('VIGIL_SERVICE_UNNAMED', { name: String(attributes['service.name']) }).line);
  letSdkSpeak(settings.sdkLogLevel, sayOn('debug'));
  const endpoint = shownTargets(targets);
  const ledger = new Ledger((reason) => say('error', exportFailure(endpoint, reason).line));
  const sender = { targets, proxy: parts.proxy, userAgent: `vigil/${VERSION}` };
  const delivery = new Delivery({
    ...sender, env: environment(),
    onFailure: (reason) => ledger.failed(reason),
    onThreadless: (reason) => say('warn', vigilError('VIGIL_SENDER_THREADLESS', { reason }).line),
  });
  const onTailFull = (): void => say('warn', vigilError('VIGIL_TAIL_FULL').line);
  const providers = parts.declared ?? new Providers({ ...parts, attributes, delivery, ledger, onTailFull });
  for (const part of providers.register()) say('warn', vigilError('VIGIL_GLOBAL_TAKEN', { part }).line);
  provideCorrelation(currentCorrelation);
  const workers = new WorkerThreads(delivery, ledger);
  if (settings.workers && parts.declared === undefined) workers.invite({ settings, targets, attributes, dependencies: parts.manifest.dependencies });

  const departure = new Departure({ telemetry: providers, workers, delivery });
  const stop = startWatching({ settings, providers, say, dependencies: parts.manifest.dependencies, instrumentations: parts.instrumentations });
  const stopOthers = parts.watchOthers(providers.logger);
  const stopEnd = watchEnd({
    deadline: settings.exitDeadline, needsLoop: () => providers.needsLoop || delivery.needsLoop, handOver: () => void providers.flush().catch(() => {}),
    flush: (ms) => departure.flushAtEnd(ms), flushStanding: (ms, handedOver) => departure.flushStanding(ms, handedOver), lastWords: sayLosses,
  });
  say('info', startLine(settings, targets, attributes, parts.declared !== undefined));
  doctor?.started({
    settings, fromCode: parts.fromCode, file: parts.file, service: String(attributes['service.name']), resource: attributes, hotPath: providers.hot !== undefined, sender,
    delivery: () => accountsOf(ledger),
  });

  function sayLosses(): void {
    const losses = ledger.losses();
    if (losses !== undefined) say('error', vigilError('VIGIL_TELEMETRY_LOST', { losses }).line);
    const { evicted: traces = 0, evictedSpans: spans = 0 } = providers.tail?.counts ?? {};
    if (traces > 0) say('error', vigilError('VIGIL_TAIL_EVICTED', { traces, spans }).line);
    doctor?.ended();
  }
  let ended: Promise<void> | undefined;
  async function end(ms: number): Promise<void> {
    doctor?.stopping();
    stopAll([stopEnd, stopOthers, stop])();
    provideCorrelation(undefined);
    await departure.shutdown(ms);
    sayLosses();
    ledger.close();
    forget();
  }
  return {
    flush: (ms = DEADLINE) => departure.flush(ms),
    shutdown: (ms = DEADLINE) => (ended ??= end(ms)),
    status: () => statusOf(ended === undefined, attributes, endpoint, ledger),
  };
}

function vigilOfWorker(inheritance: Inheritance, spanProcessors: readonly SpanProcessor[]): Vigil {
  try {
    return startInWorker(inheritance, spanProcessors, forget) ?? NOT_RUNNING;
  } catch (error) {
    sayOn(inheritance.settings.logLevel)('error', vigilError('VIGIL_START_FAILED', { reason: String(error) }).line);
    return NOT_RUNNING;
  }
}

/** A second start changes nothing; of another copy of this package it is said. */
function sameVigil(running: Vigil, fromCode: Parts['fromCode']): Vigil {
  const other = otherCopy();
  if (other !== undefined) sayOn(readConfiguration(fromCode).settings.logLevel)('warn', other.line);
  return running;
}

function statusOf(running: boolean, attributes: ResourceAttributes, endpoint: string, ledger: Ledger): Status {
  return { running, service: String(attributes['service.name']), endpoint, delivery: accountsOf(ledger) };
}

function accountsOf(ledger: Ledger): Record<Signal, Account> {
  return Object.fromEntries(SIGNALS.map((signal) => [signal, ledger.account(signal)])) as Record<Signal, Account>;
}
