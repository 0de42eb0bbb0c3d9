'use strict';
// Serves itself one request, then does what END says. Batches are long, so that only the end can send what is queued.
const http = require('node:http');

const server = http.createServer((request, response) => response.end('done'));
const ends = {
  natural: () => {},
  exit: () => process.exit(7),
  throw: () => { throw new TypeError('thrown at the end'); },
  reject: () => void Promise.reject(new RangeError('rejected at the end')),
  handled: () => {
    process.on('uncaughtException', (error) => console.log(`handled ${error.message}`));
    throw new Error('not the end');
  },
  signal: () => setInterval(() => {}, 1000),
  graceful: () => {
    const alive = setInterval(() => {}, 1000);
    process.on('SIGTERM', () => setTimeout(() => { clearInterval(alive); process.exitCode = 5; }, 50));
  },
};
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, agent: false }, (response) => {
    response.resume().on('close', () => {
      server.close();
      server.closeAllConnections();
      setTimeout(() => { console.log('READY'); ends[process.env.END](); }, 20);
    });
  });
});
