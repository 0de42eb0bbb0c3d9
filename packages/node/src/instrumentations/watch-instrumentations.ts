import { stopAll, type Stop, type WatchedPackage } from '@vigil/sensors';
import { chooseInstrumentations, type InstrumentationConfigs, type InstrumentationLists } from './choose-instrumentations.ts';
import { LazyInstrumentation, type LazyParts } from './lazy-instrumentation.ts';
import { OF_NODE } from './libraries.ts';

export interface InstrumentationParts extends LazyParts {
  readonly lists: InstrumentationLists;
  readonly configs: InstrumentationConfigs;
}

/** What `watchModules` is to watch for the sake of OpenTelemetry's instrumentations, and how all of that ends. */
export interface WatchedInstrumentations {
  readonly packages: readonly WatchedPackage[];
  readonly stop: Stop;
}

/**
 * OpenTelemetry's instrumentations, each loaded when the application loads its library and not before. The global providers
 * must stand when this is called: instrumentations of Node itself are loaded at once.
 */
export function watchInstrumentations(parts: InstrumentationParts): WatchedInstrumentations {
  const { chosen, problems } = chooseInstrumentations(parts.lists, parts.configs);
  for (const problem of problems) parts.say('warn', problem.line);
  const lazy = chosen.map((name) => new LazyInstrumentation(name, parts));
  for (const one of lazy) if (OF_NODE.includes(one.name)) one.patchNode();
  return { packages: lazy.flatMap((one) => one.packages()), stop: stopAll(lazy.map((one) => () => one.stop())) };
}
