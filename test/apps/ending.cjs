'use strict';
// Serves itself three requests, a server and a client span each, then ends as END says. What this file prints and how it
// ends is compared with the same under bare Node.
const http = require('node:http');

const ends = {
  'the last turn of the loop': () => {},
  'process.exit': () => process.exit(7),
  'an uncaught exception': () => { throw new TypeError('thrown at the end', { cause: new Error('the cause') }); },
  'an unhandled rejection': () => void Promise.reject(new RangeError('rejected at the end')),
  'SIGTERM': () => setInterval(() => {}, 1000),
  'SIGINT': () => setInterval(() => {}, 1000),
  'a SIGTERM that it handles': () => {
    const alive = setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { clearInterval(alive); process.exitCode = 5; console.error('handled'); });
  },
};

const server = http.createServer((request, response) => response.end('done'));
const visit = () => new Promise((resolve) => {
  http.get({ port: server.address().port, agent: false }, (response) => response.resume().on('close', resolve));
});

function end() {
  const way = process.env.END;
  // Before what ends it, and after what only lets it be ended.
  if (!way.includes('SIG')) console.log('READY');
  ends[way]();
  if (way.includes('SIG')) console.log('READY');
}

server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 3; i++) await visit();
  server.close();
  server.closeAllConnections();
  // A server's span ends when its response is gone, which the client may see first.
  setTimeout(end, 50);
});
