'use strict';
const does = require('./handlers.cjs');
const listener = require('./http-listener.cjs');

module.exports = function listen(http) {
  const server = http.createServer(listener);
  server.listen(0, '127.0.0.1', () => does.announce(server));
};
