'use strict';
// A service that runs in a child process of its application: `fork` hands Node's arguments on, `spawn` only the environment.
const { fork, spawn } = require('node:child_process');
const { join } = require('node:path');

const shop = join(__dirname, 'commonjs.cjs');
const child = process.argv[2] === 'fork' ? fork(shop) : spawn(process.execPath, [shop], { stdio: 'inherit' });
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => { console.log(`CHILD ${code} ${signal}`); process.exitCode = 3; });
