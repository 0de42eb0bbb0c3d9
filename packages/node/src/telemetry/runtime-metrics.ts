import type { Meter } from '@opentelemetry/api';
import type { Guard } from '@vigil/events';
import { watchRuntime, type EventLoopDelay, type HeapSpace, type Stop } from '@vigil/sensors';

/** Node's own metrics, by the names, units and buckets of the semantic conventions for Node.js and V8. */
export function measureRuntime(meter: Meter, guard: Guard): Stop {
  const collections = meter.createHistogram('v8js.gc.duration', {
    unit: 's',
    description: 'Garbage collection duration.',
    advice: { explicitBucketBoundaries: [0.01, 0.1, 1, 10] },
  });
  const runtime = watchRuntime((kind, seconds) => collections.record(seconds, { 'v8js.gc.type': kind }), guard);
  measureDelay(meter, () => runtime.eventLoopDelay());
  measureUtilization(meter, runtime);
  measureHeap(meter, () => runtime.heapSpaces());
  measureResources(meter, () => runtime.activeResources());
  return runtime.stop;
}

const DELAYS: readonly (readonly [keyof EventLoopDelay, string])[] = [
  ['min', 'minimum'], ['max', 'maximum'], ['mean', 'mean'], ['stddev', 'standard deviation'], ['p50', '50 percentile'], ['p90', '90 percentile'], ['p99', '99 percentile'],
];

/** All seven gauges of one reading, because reading resets it. */
function measureDelay(meter: Meter, read: () => EventLoopDelay | undefined): void {
  const gauges = DELAYS.map(([key, words]) => ({
    key,
    gauge: meter.createObservableGauge(`nodejs.eventloop.delay.${key}`, { unit: 's', description: `Event loop ${words} delay.` }),
  }));
  meter.addBatchObservableCallback((result) => {
    const delay = read();
    if (delay === undefined) return;
    for (const { key, gauge } of gauges) result.observe(gauge, delay[key]);
  }, gauges.map(({ gauge }) => gauge));
}

function measureUtilization(meter: Meter, runtime: ReturnType<typeof watchRuntime>): void {
  meter
    .createObservableGauge('nodejs.eventloop.utilization', { unit: '1', description: 'Event loop utilization.' })
    .addCallback((result) => result.observe(runtime.eventLoopUtilization()));
  meter
    .createObservableCounter('nodejs.eventloop.time', { unit: 's', description: 'Cumulative duration of time the event loop has been in each state.' })
    .addCallback((result) => {
      const { active, idle } = runtime.eventLoopTime();
      result.observe(active, { 'nodejs.eventloop.state': 'active' });
      result.observe(idle, { 'nodejs.eventloop.state': 'idle' });
    });
}

const HEAP: readonly (readonly [string, keyof HeapSpace, string])[] = [
  ['v8js.memory.heap.used', 'used', 'Heap Memory size allocated.'],
  ['v8js.memory.heap.space.size', 'size', 'Total heap memory size pre-allocated for a heap space.'],
  ['v8js.memory.heap.space.available_size', 'available', 'Heap space available size.'],
  ['v8js.memory.heap.space.physical_size', 'physical', 'Committed size of a heap space.'],
];

function measureHeap(meter: Meter, read: () => readonly HeapSpace[]): void {
  const counters = HEAP.map(([name, key, description]) => ({
    key,
    counter: meter.createObservableUpDownCounter(name, { unit: 'By', description }),
  }));
  meter.addBatchObservableCallback((result) => {
    for (const space of read()) {
      for (const { key, counter } of counters) {
        result.observe(counter, space[key] as number, { 'v8js.heap.space.name': space.name });
      }
    }
  }, counters.map(({ counter }) => counter));
}

/** What keeps the loop alive: connections, timers, files. */
function measureResources(meter: Meter, read: () => ReadonlyMap<string, number>): void {
  meter
    .createObservableGauge('v8js.resource.active', { unit: '{resource}', description: 'Gauge of the active resources that are currently keeping the event loop alive.' })
    .addCallback((result) => {
      for (const [type, count] of read()) result.observe(count, { 'v8js.resource.type': type });
    });
}
