import { expect } from 'chai';
import { appsFolder, startService } from '../support/service.ts';

/** What a process did up to the first turns of its loop, by its main thread. */
interface Start {
  /** URLs of the files that became modules, CommonJS and ES modules alike. */
  readonly files: readonly string[];
  /** The kinds of things that Node was asked for, as `node:async_hooks` names them. */
  readonly asked: readonly string[];
}

/** What costs a start time that nobody counted on, or may never come back: look-ups, connections, servers, processes, threads. */
const OUTSIDE = /DNS|ADDRINFO|NAMEINFO|QUERYWRAP|TCP|UDP|PIPECONNECT|PIPESERVER|HTTP|TLS|PROCESSWRAP|WORKER/;
/** There are 58, of which 50 are the API's; the stock preset has over a thousand. */
const MAX_FILES = 70;
const THEN = 'setImmediate(() => setImmediate(() => console.log(JSON.stringify(startWatch()))));';

async function start(preload: 'require' | 'import' | 'none', first = ''): Promise<Start> {
  // By the environment, whose preloads come before those of the command line.
  const env = { NODE_OPTIONS: `--require ${appsFolder}start-watch.cjs` };
  const service = startService({ app: first + THEN, preload, env });
  expect(await service.ended).to.deep.equal({ code: 0, signal: null });
  return JSON.parse(service.stdout()) as Start;
}

const outside = ({ asked }: Start): string[] => asked.filter((kind) => OUTSIDE.test(kind));

describe('what a start costs', () => {
  for (const preload of ['require', 'import'] as const) {
    it(`few files are loaded, all of them our own and the API's (${preload})`, async () => {
      const { files } = await start(preload);
      const packages = files.map((file) => /@opentelemetry\/[\w-]+|packages\/(?:events|sensors|node)(?=\/dist)/.exec(file)?.[0] ?? file);
      expect(new Set(packages)).to.deep.equal(new Set(['packages/node', 'packages/events', '@opentelemetry/api', 'packages/sensors']));
      expect(files.length).to.be.at.most(MAX_FILES);
    });

    it(`nobody is asked for anything: no name, no connection, no process, no thread, and no port is opened (${preload})`, async () => {
      expect(outside(await start(preload))).to.deep.equal([]);
    });
  }

  it('else it is seen (so that the tests above can fail)', async () => {
    const asking = `require('node:net').createServer().listen(0, '127.0.0.1').unref(); require('node:child_process').spawn(process.execPath, ['--version']);
      require('node:dns').lookup('localhost', () => {}); new (require('node:worker_threads').Worker)('0', { eval: true });`;
    expect(outside(await start('none', asking))).to.include.members(['TCPSERVERWRAP', 'PROCESSWRAP', 'GETADDRINFOREQWRAP', 'WORKER']);
  });
});
