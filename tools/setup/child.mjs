import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs a program in front of the person and resolves with its exit code; Ctrl-C and other endings are handed on to it. */
export function child(file, args, options = {}) {
  const running = spawn(file, args, { stdio: 'inherit', ...options });
  const release = passSignalsTo(running);
  return new Promise((resolve, reject) => {
    running.once('error', (error) => reject(new Error(`'${file}' could not be started: ${error.message}`)));
    running.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  }).finally(release);
}

function passSignalsTo(running) {
  // A terminal sends Ctrl-C to the whole foreground group, so the child has it already; a second one could mean "at once" to it.
  const interrupt = () => process.stdin.isTTY || running.kill('SIGINT');
  const end = () => running.kill('SIGTERM');
  const listeners = { SIGINT: interrupt, SIGTERM: end, SIGHUP: end };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  const watch = watchNpm(end);
  return () => {
    clearInterval(watch);
    for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
  };
}

// npm runs a script in a shell, and hands a SIGTERM on to that shell only: we learn of it by having lost our parent.
function watchNpm(end) {
  const parent = process.ppid;
  return process.env.npm_lifecycle_event && setInterval(() => process.ppid === parent || end(), 300).unref();
}
