import type { LoggerProvider } from '@opentelemetry/api';
import { stopAll, type Stop } from '@vigil/sensors';
import type { Say } from '../lifecycle/say.ts';
import { apiGlobal } from './api-global.ts';
import { bridgeOldLogs } from './bridge-old-logs.ts';
import { clashesAtStart } from './clashes-at-start.ts';
import { hearRefusals } from './hear-refusals.ts';
import { AGENTS, API } from './known-telemetry.ts';
import { watchLateClashes } from './late-clashes.ts';
import { loadedPackages, ownPackage } from './loaded-packages.ts';

/** Takes our logger provider along for records of the old logs API. */
export type WatchOthers = (logs: LoggerProvider) => Stop;

/**
 * Says who was there before Vigil. Answers what watches for those who come after it, or undefined when Vigil has to stand aside.
 * Nothing of the others is ever replaced: whoever wins such a race breaks somebody else.
 */
export function meetOthers(say: Say): WatchOthers | undefined {
  const { clashes, isTaken } = clashesAtStart({ registered: apiGlobal(), api: () => ownPackage(API), loaded: loadedPackages });
  for (const [level, clash] of clashes) say(level, clash.line);
  if (isTaken) return undefined;
  const known = new Set(loadedPackages(AGENTS).map(({ folder }) => folder));
  return (logs) => stopAll([bridgeOldLogs(logs), hearRefusals(say), watchLateClashes(say, ({ folder }) => known.has(folder))]);
}
