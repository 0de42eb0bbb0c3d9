'use strict';
// Preloaded into the server of `--soak`: writes a line of JSON every so often. Whatever it costs itself does not grow.
const { appendFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { getHeapSpaceStatistics } = require('node:v8');
const { isMainThread } = require('node:worker_threads');

const { BENCH_SAMPLES: file, BENCH_SAMPLE_MS: every } = process.env;

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const began = process.hrtime.bigint();
  setInterval(() => {
    const { rss, external, arrayBuffers } = process.memoryUsage();
    // What has survived: all of the heap would be a saw whose teeth are as long as the young generation is large.
    const oldSpace = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space').space_used_size;
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    // The histogram counts the resolution in: it tells when a timer was called, not by how much it was late.
    const sample = { seconds, rss, oldSpace, external, arrayBuffers, delayMs: delay.mean / 1e6 - 10, delayP99Ms: delay.percentile(99) / 1e6 - 10 };
    delay.reset();
    appendFileSync(file, `${JSON.stringify(sample)}\n`);
  }, Number(every)).unref();
}
