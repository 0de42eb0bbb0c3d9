import { randomUUID } from 'node:crypto';
import { threadId } from 'node:worker_threads';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { provideCorrelation } from '@vigil/events';
import { stopAll } from '@vigil/sensors';
import { meetOthers } from '../clashes/meet-others.ts';
import { sayOn } from '../lifecycle/say.ts';
import { withinTime } from '../lifecycle/within-time.ts';
import { startWatching } from '../start-watching.ts';
import { currentCorrelation } from '../telemetry/current-correlation.ts';
import { propagatorOf } from '../telemetry/propagator.ts';
import { Providers } from '../telemetry/providers.ts';
import { VERSION } from '../version.ts';
import { DEADLINE, NOTHING_DELIVERED, type Vigil } from '../vigil.ts';
import type { Inheritance } from './inheritance.ts';
import { MainThread } from './main-thread.ts';

/** A worker thread's own Vigil: it hands over, and the main thread sends and counts. Undefined when it has to stand aside. */
export function startInWorker(inheritance: Inheritance, spanProcessors: readonly SpanProcessor[], onStopped: () => void): Vigil | undefined {
  const { settings, targets, attributes, dependencies } = inheritance;
  const say = sayOn(settings.logLevel);
  const watchOthers = meetOthers(say);
  if (watchOthers === undefined) return undefined;
  const main = new MainThread(inheritance, () => providers.flush());
  const providers = new Providers({
    settings, targets, attributes: { ...attributes, ...ownIds() }, propagator: propagatorOf(settings.propagators, []), delivery: main, ledger: main, spanProcessors,
  });
  providers.register();
  provideCorrelation(currentCorrelation);
  const stop = startWatching({ settings, providers, say, dependencies, instrumentations: {}, isMainThread: false });
  const stopOthers = watchOthers(providers.logger);
  say('debug', `${VERSION} watches worker thread ${threadId}, for which the main thread sends`);
  const onExit = (): void => {
    providers.tail?.decideAll();
    providers.handOver();
    providers.handOverMetrics();
    main.stop();
  };
  process.on('exit', onExit);
  async function end(ms: number): Promise<void> {
    process.off('exit', onExit);
    stopAll([stopOthers, stop])();
    provideCorrelation(undefined);
    providers.tail?.decideAll();
    await withinTime(providers.shutdown(), ms);
    main.stop();
    onStopped();
  }
  let ended: Promise<void> | undefined;
  return {
    flush: (ms = DEADLINE) => withinTime(providers.flush(), ms),
    shutdown: (ms = DEADLINE) => (ended ??= end(ms)),
    status: () => ({ running: ended === undefined, service: String(attributes['service.name']), endpoint: 'the main thread', delivery: NOTHING_DELIVERED }),
  };
}

/**
 * A thread of its own counts on its own, and two that count the same series under one name would overwrite each other: the
 * conventions ask for an instance id of its own for each. The process and the host join them.
 */
function ownIds(): Readonly<Record<string, string | number>> {
  return { 'service.instance.id': randomUUID(), 'thread.id': threadId };
}
