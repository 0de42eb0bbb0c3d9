import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { app, IMPORT, REQUIRE } from './set-up.ts';
import { run, type Running } from './running.ts';

/** Only an end can send what is queued. */
const LONG = { OTEL_BSP_SCHEDULE_DELAY: '600000', OTEL_BLRP_SCHEDULE_DELAY: '600000', OTEL_METRIC_EXPORT_INTERVAL: '600000' };

describe('worker threads', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let running: Running | undefined;

  beforeEach(async () => { sink = await startReceiver(); });
  afterEach(async () => {
    running?.kill();
    await running?.ended;
    await sink.close();
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Running =>
    (running = run({ name: '', args, env }, [process.execPath], sink.url));
  const printed = async (text: string): Promise<void> => {
    for (;;) {
      if (running?.stdout().includes(text)) return;
      if (running?.child.exitCode !== null) throw new Error(`${running?.stdout()}${running?.stderr()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const watching = (): number => running?.stderr().match(/ watches /g)?.length ?? 0;

  for (const [end, code, words] of [['natural', 0, 'WORKER ENDED 0'], ['exit', 0, 'WORKER ENDED 3'], ['throw', 0, 'WORKER FAILED thrown in the worker']] as const) {
    it(`hand over all they have at their end: ${end}`, async () => {
      const { ended, stdout, stderr } = start([...REQUIRE, app('busy-worker.cjs')], { ...LONG, END: end });
      expect(await ended, stderr()).to.deep.equal({ code, signal: null });
      expect(stdout()).to.include(words);
      expect(sink.spans.map(({ kind }) => kind).toSorted()).to.deep.equal(['client', 'server']);
      expect(sink.metrics.some(({ name }) => name === 'http.server.request.duration')).to.equal(true);
      expect(sink.logs.map(({ severityText }) => severityText)).to.deep.equal(end === 'throw' ? ['FATAL'] : []);
      expect(stderr()).to.not.include('VIGIL_');
    });
  }

  it('hand over when the process is asked to end', async () => {
    const { child, ended, stderr } = start([...REQUIRE, app('busy-worker.cjs')], { ...LONG, END: 'signal' });
    await printed('READY');
    child.kill('SIGTERM');
    expect(await ended, stderr()).to.deep.equal({ code: null, signal: 'SIGTERM' });
    expect(sink.spans).to.have.length(2);
    expect(stderr()).to.not.include('VIGIL_');
  });

  it('are one service with the main thread, and instances of their own; the process is measured once', async () => {
    const { ended } = start([...REQUIRE, app('busy-worker.cjs')], { END: 'natural' });
    await ended;
    expect(watching()).to.equal(1);
    const inWorker = sink.spans[0]?.resource ?? {};
    const inMain = sink.metrics.find(({ name }) => name === 'process.cpu.time')?.resource ?? {};
    const { 'service.instance.id': ownId, 'thread.id': thread, ...rest } = inWorker;
    const { 'service.instance.id': mainId, ...mainRest } = inMain;
    expect(rest).to.deep.equal(mainRest);
    expect([typeof ownId, thread]).to.deep.equal(['string', 1]);
    expect(ownId).to.not.equal(mainId);
    expect(new Set(sink.metrics.filter(({ name }) => name.startsWith('process.')).map(({ resource }) => resource['thread.id']))).to.deep.equal(new Set([undefined]));
  });

  it('are left alone with VIGIL_WORKERS=0', async () => {
    const { ended, stdout } = start([...REQUIRE, app('busy-worker.cjs')], { END: 'natural', VIGIL_WORKERS: '0' });
    await ended;
    expect(stdout()).to.include('READY');
    expect(sink.spans).to.deep.equal([]);
  });

  it('are left alone when pino writes from them', async () => {
    const { ended, stderr } = start([...REQUIRE, app('transporting.cjs')]);
    await printed('TRANSPORT');
    expect(running?.stdout()).to.include('TRANSPORT false');
    expect(await ended, stderr()).to.deep.equal({ code: 0, signal: null });
  });

  for (const [name, preload] of [['--require', REQUIRE], ['--import', IMPORT]] as const) {
    it(`of Node's own, for loaders, are left alone: ${name}`, async () => {
      const { ended, stdout, stderr } = start([...preload, '--no-warnings', app('hooked.cjs')], { VIGIL_LOG_LEVEL: 'debug' });
      expect(await ended, stderr()).to.deep.equal({ code: 0, signal: null });
      expect([stdout(), watching()]).to.deep.equal(['FLUSHED true\n', 1]);
      expect(new Set(sink.metrics.map(({ resource }) => resource['thread.id']))).to.deep.equal(new Set([undefined]));
      expect(stderr()).to.not.include('VIGIL_');
    });
  }
});
