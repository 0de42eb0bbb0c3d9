import { randomUUID } from 'node:crypto';
import { threadId } from 'node:worker_threads';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { provideCorrelation } from '@vigil/events';
import { meetOthers } from '../clashes/meet-others.ts';
import { sayOn } from '../lifecycle/say.ts';
import { startWatching } from '../start-watching.ts';
import { currentCorrelation } from '../telemetry/current-correlation.ts';
import { propagatorOf } from '../telemetry/propagator.ts';
import { Providers } from '../telemetry/providers.ts';
import { VERSION } from '../version.ts';
import type { Inheritance } from './inheritance.ts';
import { MainThread } from './main-thread.ts';

/** What `start` is made of in a worker thread. */
export interface WorkerVigil {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Undefined when Vigil has to stand aside. */
export function startInWorker({ settings, targets, attributes, dependencies, onTheirWay }: Inheritance, spanProcessors: readonly SpanProcessor[]): WorkerVigil | undefined {
  const say = sayOn(settings.logLevel);
  const watchOthers = meetOthers(say);
  if (watchOthers === undefined) return undefined;
  const main = new MainThread(onTheirWay, () => providers.flush());
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
  return {
    flush: () => providers.flush(),
    shutdown: async () => {
      process.off('exit', onExit);
      stopOthers();
      stop();
      provideCorrelation(undefined);
      await providers.shutdown();
      main.stop();
    },
  };
}

/**
 * A thread of its own counts on its own, and two that count the same series under one name would overwrite each other: the
 * conventions ask for an instance id of its own for each. The process and the host join them.
 */
function ownIds(): Readonly<Record<string, string | number>> {
  return { 'service.instance.id': randomUUID(), 'thread.id': threadId };
}
