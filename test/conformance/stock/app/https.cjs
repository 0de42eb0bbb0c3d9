'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const file = (name) => readFileSync(join(__dirname, '../../../certs', name));
const server = require('node:https').createServer({ key: file('localhost.key'), cert: file('localhost.crt') }, require('./http-listener.cjs'));
server.listen(0, '127.0.0.1', () => require('./handlers.cjs').announce(server));
