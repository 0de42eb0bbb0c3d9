'use strict';
// One request, one line by each logger; then one line outside of any request.
const http = require('node:http');
const bunyan = require('bunyan');
const pino = require('pino');
const winston = require('winston');

const loggers = {
  pino: pino({ redact: ['password'] }),
  pinoChild: pino({ messageKey: 'message' }).child({ module: 'child' }),
  winston: winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] }),
  bunyan: bunyan.createLogger({ name: 'bun' }),
};

function logAll(where) {
  loggers.pino.warn({ where, password: 'hunter2' }, 'from pino');
  loggers.pinoChild.info({ where }, 'from pino child');
  loggers.winston.log('warn', 'from winston', { where });
  loggers.bunyan.warn({ where }, 'from bunyan');
}

const server = http.createServer((request, response) => {
  logAll('inside');
  response.end();
});
server.listen(0, '127.0.0.1', async () => {
  await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { 'x-request-id': 'the-request' } });
  logAll('outside');
  server.close();
  server.closeAllConnections();
});
