'use strict';
// Starts Vigil and takes it back twice, serving a request with a line by each logger in each life, and one in between. What
// the process holds after each life is printed.
const dns = require('node:dns/promises');
const fs = require('node:fs');
const http = require('node:http');
const { Worker } = require('node:worker_threads');
const dc = require('node:diagnostics_channel');
const { start } = require('@vigil/node');

const count = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).length : 0);
const held = () => ({
  listeners: Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]).filter(([, n]) => n > 0)),
  resources: process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap' && name !== 'TTYWrap').toSorted(),
  threads: count('/proc/self/task'),
  files: count('/proc/self/fd'),
  channels: process.env.CHANNELS.split(',').filter((name) => dc.hasSubscribers(name)),
});

/** The same, once what a thread held is given back, which takes a moment after its end. */
async function heldAtRest(most) {
  for (let tries = 0; tries < 1000; tries++) {
    const { threads, files } = held();
    if (threads <= most.threads && files <= most.files) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return held();
}

/** What Node makes once and keeps, whoever asks first: its pool of threads, its pipe for signals. */
async function warmUp() {
  const nothing = () => {};
  process.on('SIGTERM', nothing).off('SIGTERM', nothing);
  await dns.lookup('localhost');
  await fetch('data:,x');
  const before = held();
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  await worker.terminate();
  await heldAtRest(before);
  // pino listens to the exit itself; seen through its channel, it may be there before us.
  require('pino')();
}

async function serve(name) {
  const bunyan = require('bunyan');
  const pino = require('pino');
  const winston = require('winston');
  const loggers = serve.loggers ??= [
    pino(), winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] }), bunyan.createLogger({ name: 'bun' }),
  ];
  const server = http.createServer((request, response) => {
    for (const logger of loggers) logger.info(name);
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/${name}`;
  await new Promise((resolve) => http.get(url, { agent: false }, (response) => response.resume().on('close', resolve)));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

(async () => {
  await warmUp();
  const all = [held()];
  for (const name of ['first', 'second']) {
    const vigil = start({ sendLogs: true, logLevel: 'error' });
    await serve(name);
    await vigil.flush(20_000);
    const during = held();
    await vigil.shutdown(20_000);
    all.push(await heldAtRest(all[0]), during);
    await serve('between');
  }
  console.log(`HELD ${JSON.stringify(all)}`);
})();
