import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { namespaces } from '../../tools/parts/namespaces.ts';
import { needPart } from '../support/part.ts';
import { run, type Running } from './running.ts';
import { app, REQUIRE } from './set-up.ts';

const LONG = { OTEL_BSP_SCHEDULE_DELAY: '600000' };

describe('the first process of a container that does not listen to SIGTERM', function () {
  let sink: Receiver;
  let running: Running;

  before(async function () {
    const { path, args } = await needPart(this, namespaces);
    sink = await startReceiver();
    const inside = [...args, '--pid', '--fork', '--kill-child', '--mount-proc', process.execPath];
    running = run({ name: '', args: [...REQUIRE, app('commonjs.cjs')], env: LONG }, [path, ...inside], sink.url);
  });
  after(async () => {
    running?.kill();
    await running?.ended;
    await sink?.close();
  });

  it('lives on, as without Vigil, and what is queued leaves', async function () {
    this.timeout(60_000);
    const url = await running.url();
    await (await fetch(`${url}/orders/7`)).json();
    const { pid = 0 } = running.child;
    process.kill(Number.parseInt(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'), 10), 'SIGTERM');
    await sink.waitFor(({ spans }) => spans.length === 3, 20_000);
    expect((await fetch(`${url}/orders/8`)).status).to.equal(200);
    expect(running.child.exitCode).to.equal(null);
  });
});
