'use strict';
const server = require('node:http').createServer(require('./http-listener.cjs'));
server.listen(0, '127.0.0.1', () => require('./handlers.cjs').announce(server));
