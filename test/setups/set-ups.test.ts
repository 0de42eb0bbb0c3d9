import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { namespaces } from '../../tools/parts/namespaces.ts';
import { nodeOf } from '../../tools/parts/node.ts';
import { needPart } from '../support/part.ts';
import { bundle } from './bundle.ts';
import { expectShop } from './expect-shop.ts';
import { run, type Running } from './running.ts';
import type { SetUp } from './set-up.ts';
import { setUps } from './set-ups.ts';

const DIES = { code: null, signal: 'SIGTERM' };

describe('a service tells the same', function () {
  this.timeout(60_000);
  let folder: string;
  let sink: Receiver;
  let running: Running | undefined;

  before(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-set-ups-')); });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => { sink = await startReceiver(); });
  afterEach(async () => {
    running?.kill();
    await running?.ended;
    await sink.close();
  });

  for (const setUp of setUps) {
    it(setUp.name, async function () {
      running = run(await bundled(setUp, folder), await programOf(this, setUp), sink.url);
      await expectShop(await running.url(), sink, running.stdout);
      process.kill(setUp.isChild ? await childOf(running.child.pid) : (running.child.pid ?? 0), 'SIGTERM');
      expect(await running.ended, running.stderr()).to.deep.equal(setUp.end ?? DIES);
      expect(codesIn(running.stderr()), running.stderr()).to.deep.equal(setUp.says ?? []);
      expect(running.stdout()).to.include(setUp.prints ?? '');
    });
  }
});

async function programOf(context: Context, { node, within }: SetUp): Promise<[string, ...string[]]> {
  const program = node === undefined ? process.execPath : (await needPart(context, nodeOf(node))).path;
  if (within === undefined) return [program];
  const { path, args } = await needPart(context, namespaces);
  return [path, ...args, ...within, program];
}

async function childOf(pid: number = 0): Promise<number> {
  return Number.parseInt(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'), 10);
}

function codesIn(stderr: string): string[] {
  return Array.from(stderr.matchAll(/^vigil: (VIGIL_\w+)/gm), ([, code = '']) => code);
}

async function bundled(setUp: SetUp, folder: string): Promise<SetUp> {
  if (setUp.bundle === undefined) return setUp;
  const file = await bundle({ ...setUp.bundle, entry: setUp.args.at(-1) ?? '' }, folder);
  return { ...setUp, args: [...setUp.args.slice(0, -1), file] };
}
