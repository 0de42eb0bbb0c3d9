'use strict';
const { join } = require('node:path');
const pino = require('pino');

pino({ transport: { target: join(__dirname, 'transport.cjs') } }).info('written from a thread of pino');
setTimeout(() => {}, 1000);
