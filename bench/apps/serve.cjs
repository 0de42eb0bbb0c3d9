'use strict';
// Listens, says where, and answers the bench's questions about its own process.
const { monitorEventLoopDelay } = require('node:perf_hooks');

let delays;
const questions = {
  /** All threads together, since the process began. */
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpuUs: user + system, rssMb: process.memoryUsage.rss() / 1e6, modules: globalThis.countedModules?.size ?? null };
  },
  /** From now on a timer fires every millisecond and notes how late it is. Only while asked: it costs something itself. */
  watch() {
    delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    return {};
  },
  delay() {
    delays.disable();
    return { meanMs: delays.mean / 1e6, p99Ms: delays.percentile(99) / 1e6, maxMs: delays.max / 1e6 };
  },
};

module.exports = function serve(server) {
  server.keepAliveTimeout = 600_000;
  process.on('message', (question) => process.send(questions[question]()));
  process.on('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
};
