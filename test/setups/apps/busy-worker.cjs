'use strict';
// A worker thread that serves itself one request and then does what END says; the main thread waits for it, or does not.
const http = require('node:http');
const { Worker, isMainThread } = require('node:worker_threads');

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('exit', (code) => console.log(`WORKER ENDED ${code}`));
  worker.on('error', (error) => console.log(`WORKER FAILED ${error.message}`));
  worker.on('message', (message) => { console.log(message); if (process.env.END === 'main') process.exit(6); });
} else {
  const { parentPort } = require('node:worker_threads');
  const server = http.createServer((request, response) => response.end('done'));
  const ends = {
    natural: () => {}, exit: () => process.exit(3), throw: () => { throw new Error('thrown in the worker'); },
    signal: () => setInterval(() => {}, 1000), main: () => setInterval(() => {}, 1000),
  };
  server.listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, agent: false }, (response) => {
      response.resume().on('close', () => {
        server.close();
        server.closeAllConnections();
        setTimeout(() => { parentPort.postMessage('READY'); ends[process.env.END](); }, 20);
      });
    });
  });
}
