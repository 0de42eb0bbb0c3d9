'use strict';
// A server over TLS that calls itself by https.get and by fetch.
const { readFileSync } = require('node:fs');
const https = require('node:https');
const { join } = require('node:path');
const does = require('./handlers.cjs');

const file = (name) => readFileSync(join(__dirname, '../certs', name));
const server = https.createServer({ key: file('localhost.key'), cert: file('localhost.crt') }, async (request, response) => {
  const self = `https://localhost:${server.address().port}/plain`;
  if (request.url === '/get') await get(self);
  if (request.url === '/fetch') await (await fetch(self)).text();
  response.end('done');
});

function get(url) {
  return new Promise((resolve, reject) => {
    https.get(url, { ca: file('localhost.crt') }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

server.listen(0, '127.0.0.1', () => does.announce(server));
