import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createGuard } from '@vigil/events';
import { expect } from 'chai';
import { watchRuntime, type RuntimeReadings } from './watch-runtime.ts';

describe('watchRuntime', () => {
  let runtime: RuntimeReadings;
  afterEach(() => runtime.stop());
  const guard = createGuard({ report: () => {} });
  const turns = async (ms: number): Promise<void> => { await new Promise((resolve) => setTimeout(resolve, ms)); };

  it('has no delay of the event loop to tell before the loop has turned', () => {
    runtime = watchRuntime(() => {}, guard);
    expect(runtime.eventLoopDelay()).to.equal(undefined);
  });

  it('tells the delay since the last reading, in seconds, and begins anew', async () => {
    runtime = watchRuntime(() => {}, guard);
    await turns(60);
    const delay = runtime.eventLoopDelay();
    expect(delay).to.have.all.keys('min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99');
    for (const value of Object.values(delay ?? {})) expect(value).to.be.within(0, 10);
    expect(delay?.max).to.be.at.least(delay?.min ?? Infinity);
    expect(runtime.eventLoopDelay()).to.equal(undefined);
  });

  it('tells the share of time that the loop was busy, and its sums', async () => {
    runtime = watchRuntime(() => {}, guard);
    await turns(10);
    expect(runtime.eventLoopUtilization()).to.be.within(0, 1);
    const { active, idle } = runtime.eventLoopTime();
    expect(active).to.be.greaterThan(0);
    expect(idle).to.be.at.least(0);
  });

  it('tells the spaces of the heap', () => {
    runtime = watchRuntime(() => {}, guard);
    const spaces = runtime.heapSpaces();
    expect(spaces.map(({ name }) => name)).to.include('old_space');
    for (const space of spaces) expect(space).to.have.all.keys('name', 'used', 'size', 'available', 'physical');
  });

  it('tells what keeps the loop alive, and that it no longer does', () => {
    runtime = watchRuntime(() => {}, guard);
    const countOf = (): number | undefined => runtime.activeResources().get('Timeout');
    const before = countOf() ?? 0;
    const timers = [setTimeout(() => {}, 60_000), setTimeout(() => {}, 60_000)];
    expect(countOf()).to.equal(before + 2);
    for (const timer of timers) clearTimeout(timer);
    expect(countOf()).to.equal(before);
  });

  it('tells of collections until its stop, keeps no process alive, and lets none throw', () => {
    const script = `
      import { createGuard } from '@vigil/events';
      import { watchRuntime } from ${JSON.stringify(fileURLToPath(new URL('watch-runtime.ts', import.meta.url)))};
      const seen = [];
      const guard = createGuard({ report: ({ name }) => seen.push(name) });
      const runtime = watchRuntime((kind, seconds) => { seen.push([kind, seconds > 0 && seconds < 10]); throw new Error('no'); }, guard);
      globalThis.gc();
      setTimeout(() => {
        runtime.stop();
        runtime.stop();
        console.log(JSON.stringify(seen.filter((entry) => entry[0] === 'major' || entry === 'runtime:gc').slice(0, 2)));
        seen.length = 0;
        globalThis.gc();
        setTimeout(() => console.log(seen.length), 20);
      }, 50);`;
    const args = ['--expose-gc', '--conditions=vigil-source', '--input-type=module', '--eval', script];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)), timeout: 8000 });
    expect(stdout.trim().split('\n')).to.deep.equal([JSON.stringify([['major', true], 'runtime:gc']), '0']);
    expect(status).to.equal(0);
  });
});
