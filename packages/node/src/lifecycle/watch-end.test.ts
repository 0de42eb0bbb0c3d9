import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const module = fileURLToPath(new URL('watch-end.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

describe('watchEnd', () => {
  /** A process that says what its end does; `code` runs after `watchEnd`. */
  async function run(code: string, signal?: NodeJS.Signals): Promise<Ended> {
    const script = `
      import { writeSync } from 'node:fs';
      import { watchEnd } from ${JSON.stringify(module)};
      const say = (text) => writeSync(1, text + ' ');
      const stop = watchEnd({
        deadline: 60_000,
        needsLoop: () => process.env.THREADLESS !== undefined,
        handOver: () => say('handed-over'),
        flush: async () => { say('flush'); await new Promise((resolve) => setTimeout(resolve, 10)); say('flushed'); },
        flushStanding: (ms, handedOver) => { say('standing'); if (ms === 0) say('in-no-time'); if (!handedOver) say('with-metrics'); },
        lastWords: () => say('words'),
      });
      ${code};
      say('READY');`;
    const child = spawn(process.execPath, ['--conditions=vigil-source', '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (signal !== undefined && !said.includes('READY') && (said + text).includes('READY')) child.kill(signal);
      said += text;
    });
    const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
    const [exitCode, exitSignal] = (await once(child, 'close')) as [number | null, string | null];
    clearTimeout(patience);
    return { code: exitCode, signal: exitSignal, said: said.replace('READY ', '').trim() };
  }

  const FOREVER = 'setInterval(() => {}, 1000)';
  /** What the package signal-exit does on a signal, in its versions 3 and 4. */
  const timid = (slot: string): string => `
    const emitter = (${slot} ??= { count: 0 });
    emitter.count += 1;
    process.on('SIGTERM', function timid() {
      if (process.listeners('SIGTERM').length !== emitter.count) return;
      say('timid');
      process.off('SIGTERM', timid);
      process.kill(process.pid, 'SIGTERM');
    });`;

  const ends: readonly [name: string, code: string, signal: NodeJS.Signals | undefined, expected: Ended][] = [
    ["by itself, with the application's last listeners called as often as without us", "process.on('beforeExit', () => say('theirs'))", undefined,
      { code: 0, signal: null, said: 'theirs standing with-metrics words' }],
    ['by itself, with a turn of the loop where no thread sends', "process.env.THREADLESS = '1'", undefined,
      { code: 0, signal: null, said: 'flush flushed standing words' }],
    ['by process.exit', 'setImmediate(() => process.exit(3))', undefined, { code: 3, signal: null, said: 'standing with-metrics words' }],
    ['by SIGTERM', FOREVER, 'SIGTERM', { code: null, signal: 'SIGTERM', said: 'flush flushed standing words' }],
    ['by SIGINT', FOREVER, 'SIGINT', { code: null, signal: 'SIGINT', said: 'flush flushed standing words' }],
    ['at once by a second signal', `${FOREVER}; process.emit('SIGINT', 'SIGINT')`, 'SIGINT', { code: null, signal: 'SIGINT', said: 'flush standing in-no-time words' }],
    ["by a signal that is the application's own affair", `${FOREVER}; process.on('SIGTERM', () => setTimeout(() => process.exit(4), 40))`, 'SIGTERM',
      { code: 4, signal: null, said: 'handed-over standing with-metrics words' }],
    ['by a signal, after its stop', `${FOREVER}; stop()`, 'SIGTERM', { code: null, signal: 'SIGTERM', said: '' }],
    ['by itself, after its stop', 'stop()', undefined, { code: 0, signal: null, said: '' }],
    ['by a signal that signal-exit 4 hears too', `${FOREVER}; ${timid("globalThis[Symbol.for('signal-exit emitter')]")}`, 'SIGTERM',
      { code: null, signal: 'SIGTERM', said: 'flush flushed standing words timid' }],
    ['by a signal that signal-exit 3 hears too', `${FOREVER}; ${timid('process.__signal_exit_emitter__')}`, 'SIGTERM',
      { code: null, signal: 'SIGTERM', said: 'flush flushed standing words timid' }],
  ];
  for (const [name, code, signal, expected] of ends) {
    it(`lets a process end ${name}`, async () => {
      expect(await run(code, signal)).to.deep.equal(expected);
    });
  }

  it('keeps what fails here from the exit code', async () => {
    const script = `
      import { watchEnd } from ${JSON.stringify(module)};
      const fail = () => { throw new Error('here'); };
      watchEnd({ deadline: 0, needsLoop: () => false, handOver: fail, flush: fail, flushStanding: fail, lastWords: fail });
      process.exitCode = 3;`;
    const child = spawn(process.execPath, ['--conditions=vigil-source', '--input-type=module', '--eval', script], { stdio: 'inherit' });
    expect(await once(child, 'close')).to.deep.equal([3, null]);
  });
});
