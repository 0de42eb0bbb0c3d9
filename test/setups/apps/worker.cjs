'use strict';
// The service runs in a worker thread of its application.
const { Worker } = require('node:worker_threads');
const { join } = require('node:path');

const worker = new Worker(join(__dirname, process.argv[2]));
worker.on('error', (error) => console.log(`WORKER FAILED ${error.message}`));
