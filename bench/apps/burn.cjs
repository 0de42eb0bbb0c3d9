'use strict';
// A regression of known size, for the guard to prove that it would see one: each request costs so many microseconds more.
const { subscribe } = require('node:diagnostics_channel');

const nanoseconds = BigInt(process.env.BENCH_BURN_US) * 1000n;
subscribe('http.server.request.start', () => {
  const end = process.hrtime.bigint() + nanoseconds;
  while (process.hrtime.bigint() < end);
});
