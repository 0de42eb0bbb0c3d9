import { monitorEventLoopDelay, performance, PerformanceObserver, constants, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import type { Guard } from '@vigil/events';
import type { Stop } from '../watch-channel.ts';

/** Delay of the event loop since the last reading, in seconds. */
export interface EventLoopDelay {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface HeapSpace {
  readonly name: string;
  readonly used: number;
  readonly size: number;
  readonly available: number;
  readonly physical: number;
}

/** Readings of the runtime; each is taken when asked for, nothing is computed in between. */
export interface RuntimeReadings {
  eventLoopDelay(): EventLoopDelay | undefined;
  /** Share of the time since the last reading that the loop was busy, 0 to 1. */
  eventLoopUtilization(): number;
  /** Whole seconds of loop time since the start, by state. */
  eventLoopTime(): { readonly active: number; readonly idle: number };
  heapSpaces(): readonly HeapSpace[];
  /** How many of each type keep the loop alive. */
  activeResources(): ReadonlyMap<string, number>;
  readonly stop: Stop;
}

export type GcKind = 'major' | 'minor' | 'incremental' | 'weakcb';

const GC_KINDS: Readonly<Record<number, GcKind>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** Starts to watch event loop and garbage collector; `onGc` is given each collection's length in seconds. */
export function watchRuntime(onGc: (kind: GcKind, seconds: number) => void, guard: Guard): RuntimeReadings {
  // 20 ms: half the wake-ups of the default, enough for the delays that hurt a person (tens of milliseconds).
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const collections = watchCollections(onGc, guard);
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return {
    eventLoopDelay: () => readDelay(delay),
    eventLoopUtilization: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
    eventLoopTime: () => {
      const { active, idle } = performance.eventLoopUtilization();
      return { active: active / 1e3, idle: idle / 1e3 };
    },
    heapSpaces: readHeapSpaces,
    activeResources: countResources(),
    stop: () => {
      delay.disable();
      collections.disconnect();
    },
  };
}

function watchCollections(onGc: (kind: GcKind, seconds: number) => void, guard: Guard): PerformanceObserver {
  const tell = guard('runtime:gc', (entry: { duration: number; detail?: unknown }) => {
    const kind = GC_KINDS[(entry.detail as { kind?: number } | undefined)?.kind ?? 0];
    if (kind !== undefined) onGc(kind, entry.duration / 1e3);
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tell(entry);
  });
  observer.observe({ entryTypes: ['gc'] });
  return observer;
}

/** Undefined until the loop has turned at least once: an empty histogram answers with absurd extremes. */
function readDelay(delay: ReturnType<typeof monitorEventLoopDelay>): EventLoopDelay | undefined {
  if (delay.count === 0) return undefined;
  const seconds = (nanoseconds: number): number => nanoseconds / 1e9;
  const reading = {
    min: seconds(delay.min),
    max: seconds(delay.max),
    mean: seconds(delay.mean),
    stddev: seconds(delay.stddev),
    p50: seconds(delay.percentile(50)),
    p90: seconds(delay.percentile(90)),
    p99: seconds(delay.percentile(99)),
  };
  delay.reset();
  return reading;
}

function readHeapSpaces(): HeapSpace[] {
  return getHeapSpaceStatistics().map((space) => ({
    name: space.space_name,
    used: space.space_used_size,
    size: space.space_size,
    available: space.space_available_size,
    physical: space.physical_space_size,
  }));
}

/** Node has some thirty types of resources. */
const MAX_TYPES = 100;

/** Counts by type; one that was there once is counted as none later, or its last number would stay for ever. */
function countResources(): () => ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  return () => {
    for (const type of counts.keys()) counts.set(type, 0);
    for (const type of process.getActiveResourcesInfo()) if (counts.has(type) || counts.size < MAX_TYPES) counts.set(type, (counts.get(type) ?? 0) + 1);
    return counts;
  };
}
