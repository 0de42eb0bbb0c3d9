import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Ended } from '../support/service.ts';

interface Seen extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

const ALIVE = 'setInterval(() => {}, 1000);';
const HOSTILE = "Object.defineProperty(new Error('x'), 'stack', { get() { throw new Error('mine'); } })";

/** More ways to die than an application needs: code for `--eval`, and arguments of Node. */
const DEATHS: readonly (readonly [name: string, code: string, ...nodeArgs: string[]])[] = [
  ['a text that is thrown', "throw 'text'"],
  ['null that is thrown', 'throw null'],
  ['undefined that is thrown', 'throw undefined'],
  ['a symbol that is thrown', "throw Symbol('s')"],
  ['an object without a prototype that is thrown', 'throw Object.create(null)'],
  ['a frozen error', "throw Object.freeze(new Error('cold'))"],
  ['an error whose stack is a hostile getter', `throw ${HOSTILE}`],
  ['an error with causes', "throw new AggregateError([new Error('a')], 'many', { cause: new Error('why') })"],
  ['an error with fields of its own', "throw Object.assign(new Error('fields'), { code: 'E_OWN', detail: { a: 1 } })"],
  ['a syntax error in what is evaluated', "new Function('}')"],
  ['a stack that overflows', 'function f() { f(); } f()', '--stack-trace-limit=3'],
  ['a rejection with a text', "Promise.reject('text')"],
  ['a rejection with undefined', 'Promise.reject()'],
  ['a rejection that only warns', "Promise.reject(new Error('r'))", '--unhandled-rejections=warn'],
  ['a rejection that nobody minds', "Promise.reject(new Error('r'))", '--unhandled-rejections=none'],
  ['a rejection in strict mode', "Promise.reject(new Error('r'))", '--unhandled-rejections=strict'],
  ['a rejection that the application handles', "process.on('unhandledRejection', (e) => console.log('handled', e.message)); Promise.reject(new Error('r'))"],
  ['a handler of exceptions that throws itself', "process.on('uncaughtException', () => { throw new Error('again'); }); throw new Error('first')"],
  ['a handler of exceptions that exits', "process.on('uncaughtException', () => process.exit(9)); throw new Error('x')"],
  ['a capture callback', "process.setUncaughtExceptionCaptureCallback((e) => console.log('caught', e.message)); setTimeout(() => { throw new Error('x'); })"],
  ["the application's own monitor", "process.on('uncaughtExceptionMonitor', (e, origin) => console.log(origin, e.message)); throw new Error('x')"],
  ['a domain', "const d = require('node:domain').create(); d.on('error', (e) => console.log('domain', e.message)); d.run(() => setTimeout(() => { throw new Error('x'); }))"],
  ['an emitter without a listener for its error', "new (require('node:events'))().emit('error', new Error('unheard'))"],
  ['an exit code that was set', 'process.exitCode = 12'],
  ['an exit code that an exit listener sets', "process.on('exit', () => { process.exitCode = 13; })"],
  ['an exit within exit', "process.on('exit', () => process.exit(14)); process.exit(1)"],
  ['an exit listener that throws', "process.on('exit', () => { throw new Error('late'); })"],
  ['listeners of the last turn', "process.on('beforeExit', (code) => console.log('beforeExit', code)); process.on('exit', (code) => console.log('exit', code))"],
  ['a last turn that has more to do, twice', "let n = 0; process.on('beforeExit', () => { console.log('turn'); if (n++ < 2) setTimeout(() => {}); })"],
  ['an await that never ends', 'await new Promise(() => {})', '--input-type=module'],
  ['an error in a module', "await null; throw new Error('in a module')", '--input-type=module'],
  ['a worker that dies', "new (require('node:worker_threads').Worker)('throw new Error(\"in a worker\")', { eval: true })"],
  ['a worker that exits', "new (require('node:worker_threads').Worker)('process.exit(5)', { eval: true }).on('exit', (code) => console.log(code))"],
  ['much that is printed before an exit', "process.stdout.write('x'.repeat(30_000)); process.exit(3)"],
  ['SIGKILL', `${ALIVE} process.kill(process.pid, 'SIGKILL')`],
  ['SIGHUP', `${ALIVE} process.kill(process.pid, 'SIGHUP')`],
  ['SIGUSR2', `${ALIVE} process.kill(process.pid, 'SIGUSR2')`],
  ['SIGTERM, twice', `${ALIVE} process.kill(process.pid, 'SIGTERM'); process.kill(process.pid, 'SIGTERM')`],
  ['SIGTERM to an application that hears it once', `${ALIVE} process.once('SIGTERM', () => { console.log('once'); process.kill(process.pid, 'SIGTERM'); }); process.kill(process.pid, 'SIGTERM')`],
  ['SIGINT to an application that ignores it', "process.on('SIGINT', () => console.log('no')); process.kill(process.pid, 'SIGINT'); setTimeout(() => process.exit(0), 300)"],
];

describe('a process with Vigil dies as one without, to the byte', function () {
  this.timeout(60_000);
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());

  async function see(preload: 'none' | 'require', code: string, nodeArgs: readonly string[]): Promise<Seen> {
    const service = startService({ app: code, preload, nodeArgs, endpoint: sink.url, env: { VIGIL_EXIT_DEADLINE: '20000' } });
    const ended = await service.ended;
    // Less our own lines, the process's id, and which line of its own Node calls several listeners of an event from.
    const stderr = service.stderr().replaceAll(/^vigil: .*\n/gm, '').replaceAll(/\(node:(\d+|events:[\d:]+)\)/g, '(node)');
    return { ...ended, stdout: service.stdout(), stderr };
  }

  for (const [name, code, ...nodeArgs] of DEATHS) {
    it(`by ${name}`, async () => {
      const [bare, watched] = await Promise.all([see('none', code, nodeArgs), see('require', code, nodeArgs)]);
      expect(watched).to.deep.equal(bare);
    });
  }
});
