'use strict';
const cluster = require('node:cluster');

if (cluster.isPrimary) {
  const worker = cluster.fork();
  // The usual: the primary has its workers end, and ends when they have.
  process.on('SIGTERM', () => worker.process.kill('SIGTERM'));
  worker.on('exit', (code, signal) => { console.log(`WORKER ${code} ${signal}`); process.exitCode = 3; });
} else {
  require('./commonjs.cjs');
}
