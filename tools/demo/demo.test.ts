import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { skip } from '../../test/support/skip.ts';

const demo = fileURLToPath(new URL('demo.ts', import.meta.url));

// Without a Collector: what a machine without Go sees, and nothing but the demo itself to go wrong.
describe('the demo', function () {
  this.timeout(60_000);
  before(function () {
    if (!existsSync('/proc/self/status')) skip(this, 'there is no /proc to look for processes left behind');
  });
  let empty: string;
  let children: number[];

  before(async () => (empty = await mkdtemp(join(tmpdir(), 'vigil-demo-'))));
  after(() => rm(empty, { recursive: true }));
  beforeEach(() => (children = []));
  afterEach(() => expect(children.filter(isAlive), 'left behind').to.deep.equal([]));

  it('shows a slow and a failed request over both services, every request of its traffic, and what to do next', async () => {
    const child = start(empty);
    const output = outputOf(child);
    await output.find(/fastify-warehouse: node/);
    children = await childrenOf(child);
    const [code] = await once(child, 'close');
    expect([code, children.length]).to.deep.equal([0, 2]);
    const text = output.text();
    expect(text).to.match(/no Collector is built yet: 'npm run parts'/);
    expect(text).to.match(/arrived +60 of 60 requests as traces/);
    expect(text).to.match(/One slow request.*\nPOST \/orders\/:orderId\/shipment .*\n.*2 services · 5 spans/);
    expect(text).to.match(/WARN {2}the parcel is heavy.*\n(.*\n)*.*GET \/prices\/:sku/);
    expect(text).to.match(/✗ Error: the vase broke while it was packed/);
    expect(text).to.match(/fastify-warehouse {2}POST \/shipments +15 +· +5 /);
    expect(text).to.match(/What to do next/);
  });

  it('leaves nothing behind when it is interrupted in the middle of its traffic', async () => {
    const child = start(empty);
    await outputOf(child).find(/fastify-warehouse: node/);
    children = await childrenOf(child);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect([code, children.length]).to.deep.equal([130, 2]);
  });

  it('goes on without a Collector that does not run, and says why', async () => {
    const broken = join(empty, 'otelcol');
    await writeFile(broken, '#!/bin/sh\necho it knows no otlp_http >&2\nexit 1\n', { mode: 0o755 });
    const child = start(empty, { VIGIL_OTELCOL: broken });
    const output = outputOf(child);
    const [code] = await once(child, 'close');
    expect(code).to.equal(0);
    expect(output.text()).to.match(/the Collector ended by itself \(exit code 1\).*\n +it knows no otlp_http/).and.match(/60 of 60 requests/);
  });

  it('names the service that failed, with its last lines, and leaves nothing behind', async () => {
    const child = start(empty);
    const output = outputOf(child);
    const errors = outputOf(child, 'stderr');
    await output.find(/fastify-warehouse: node/);
    children = await childrenOf(child);
    process.kill(children[1] as number, 'SIGKILL');
    const [code] = await once(child, 'close');
    expect(code).to.equal(1);
    expect(errors.text()).to.match(/The demo failed: (express-shop|fastify-warehouse) ended by itself \(SIGKILL\)\. Its last lines:\n {2}\S/);
  });
});

function start(empty: string, more: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, PATH: empty, XDG_CACHE_HOME: empty, CI: '', VIGIL_OTELCOL: '', ...more };
  return spawn(process.execPath, ['--conditions=vigil-source', demo], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function outputOf(child: ChildProcess, stream: 'stdout' | 'stderr' = 'stdout'): { text(): string; find(pattern: RegExp): Promise<void> } {
  let text = '';
  const source = child[stream] as NodeJS.ReadableStream;
  source.setEncoding('utf8');
  source.on('data', (chunk: string) => (text += chunk));
  return {
    text: () => text,
    find: async (pattern) => {
      // oxlint-disable-next-line no-await-in-loop -- output comes in pieces
      while (!pattern.test(text)) await once(source, 'data');
    },
  };
}

async function childrenOf({ pid }: ChildProcess): Promise<number[]> {
  const all = (await readdir('/proc')).map(Number).filter((id) => id > 0);
  const statuses = await Promise.all(all.map((id) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')));
  return all.filter((_id, index) => statuses[index]?.includes(`\nPPid:\t${pid}\n`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
