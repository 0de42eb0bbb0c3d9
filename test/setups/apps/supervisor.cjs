'use strict';
// What process managers do: the application is loaded by a file of theirs, in a child whose arguments look as if there were
// none; it is asked to end by SIGINT, and killed when it does not.
const { fork } = require('node:child_process');
const { join } = require('node:path');

if (process.env.SUPERVISED) {
  process.argv[1] = process.env.SUPERVISED;
  require('node:module')._load(process.env.SUPERVISED, null, true);
} else {
  const env = { ...process.env, SUPERVISED: join(__dirname, 'commonjs.cjs'), NODE_OPTIONS: process.env.CHILD_OPTIONS };
  const child = fork(__filename, { env, execArgv: [] });
  let killer;
  process.on('SIGTERM', () => {
    child.kill('SIGINT');
    killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  });
  child.on('exit', (code, signal) => { clearTimeout(killer); console.log(`CHILD ${code} ${signal}`); process.exitCode = 3; });
}
