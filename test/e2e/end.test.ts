import { createServer, type AddressInfo, type Server } from 'node:net';
import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { freePorts } from '../support/free-ports.ts';
import { startService, type Ended, type Service } from '../support/service.ts';

/** Nothing leaves before the end by itself. */
const SLOW_BATCHES = { OTEL_BSP_SCHEDULE_DELAY: '60000', OTEL_BLRP_SCHEDULE_DELAY: '60000' };

describe('the end of a process', () => {
  let sink: Receiver;
  before(async () => { sink = await startReceiver(); });
  beforeEach(() => sink.clear());
  after(() => sink.close());

  function run(end: string, env: Record<string, string> = {}, options: { endpoint?: string; preload?: 'none' } = {}): Service {
    return startService({ app: 'one-request.cjs', endpoint: sink.url, ...options, env: { END: end, ...SLOW_BATCHES, ...env } });
  }

  async function ready(service: Service): Promise<void> {
    while (!service.stdout().includes('READY')) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  const arrived = (): string[] => sink.spans.map(({ kind }) => kind).toSorted();

  it('by itself: all is sent, metrics too, and the exit code stays 0', async () => {
    expect(await run('natural').ended).to.deep.equal({ code: 0, signal: null });
    expect(arrived()).to.deep.equal(['client', 'server']);
    expect(sink.metrics.map(({ name }) => name)).to.include('http.server.request.duration');
  });

  it('by itself, where no thread may be started: all is sent', async () => {
    const service = startService({
      app: 'one-request.cjs', endpoint: sink.url, env: { END: 'natural', ...SLOW_BATCHES }, nodeArgs: ['--permission', '--allow-fs-read=*'],
    });
    expect(await service.ended).to.deep.equal({ code: 0, signal: null });
    expect(arrived()).to.deep.equal(['client', 'server']);
    expect(service.stderr()).to.not.include('VIGIL_TELEMETRY_LOST');
  });

  it('by process.exit: all is sent, metrics too, and the code is kept', async () => {
    expect(await run('exit').ended).to.deep.equal({ code: 7, signal: null });
    expect(arrived()).to.deep.equal(['client', 'server']);
    expect(sink.metrics.map(({ name }) => name)).to.include.members(['http.server.request.duration', 'nodejs.eventloop.time', 'process.uptime']);
  });

  for (const [end, type, message] of [['throw', 'TypeError', 'thrown at the end'], ['reject', 'RangeError', 'rejected at the end']] as const) {
    it(`by ${end}: a FATAL record tells why, and Node dies as without Vigil, to the byte`, async () => {
      const bare = run(end, {}, { preload: 'none' });
      const expected: Ended = await bare.ended;
      const watched = run(end, { VIGIL_LOG_LEVEL: 'none' });
      expect(await watched.ended).to.deep.equal(expected);
      expect(watched.stderr()).to.equal(bare.stderr());
      expect(arrived()).to.deep.equal(['client', 'server']);
      const record = sink.logs.find(({ severityText }) => severityText === 'FATAL');
      expect(record?.attributes).to.include({ 'exception.type': type, 'exception.message': message });
      expect(record?.severityNumber).to.equal(21);
      expect(String(record?.attributes['exception.stacktrace'])).to.include('one-request.cjs');
    });
  }

  it('is not there when the application handles its exceptions: the record says ERROR and life goes on', async () => {
    const service = run('handled');
    expect(await service.ended).to.deep.equal({ code: 0, signal: null });
    expect(service.stdout()).to.include('handled not the end');
    expect(sink.logs.map(({ severityText }) => severityText)).to.deep.equal(['ERROR']);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`by ${signal}: all is sent, then the process dies of the signal`, async () => {
      const service = run('signal');
      await ready(service);
      expect(await service.stop(signal)).to.deep.equal({ code: null, signal });
      expect(arrived()).to.deep.equal(['client', 'server']);
      expect(sink.metrics).to.not.have.length(0);
    });
  }

  it("by a signal that the application handles is the application's own affair", async () => {
    const service = run('graceful');
    await ready(service);
    expect(await service.stop()).to.deep.equal({ code: 5, signal: null });
    expect(arrived()).to.deep.equal(['client', 'server']);
  });

  describe('without a collector', () => {
    let silent: Server;
    before((done) => { silent = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1', done); });
    after((done) => { silent.close(done); });

    it('is not held up by one that nobody runs; one line says so and a last one counts what was lost', async () => {
      const [port] = await freePorts(1);
      const service = run('signal', {}, { endpoint: `http://127.0.0.1:${port}` });
      await ready(service);
      expect(await service.stop()).to.deep.equal({ code: null, signal: 'SIGTERM' });
      const [start, failed, lost, ...more] = service.stderr().trim().split('\n');
      expect(start).to.match(/^vigil: \d/);
      expect(failed).to.include(`VIGIL_EXPORT_FAILED: telemetry does not reach http://127.0.0.1:${port}: ECONNREFUSED.`);
      expect(lost).to.include('VIGIL_TELEMETRY_LOST: not delivered before the end: 2 spans, 1 metric exports.');
      expect(more).to.deep.equal([]);
    });

    it('is not held up by one that takes the connection and never answers', async () => {
      const { port } = silent.address() as AddressInfo;
      const service = run('exit', {}, { endpoint: `http://127.0.0.1:${port}` });
      expect(await service.ended).to.deep.equal({ code: 7, signal: null });
      expect(service.stderr()).to.match(/VIGIL_TELEMETRY_LOST: not delivered before the end: 2 spans/);
    });

    it('costs one visible line however much is lost, and the application nothing', async () => {
      const refusing = await startReceiver({ respond: () => ({ status: 400 }) as never });
      try {
        const service = startService({ app: 'express.cjs', endpoint: refusing.url });
        const url = await service.url();
        for (let i = 0; i < 20; i++) {
          expect((await fetch(`${url}/users/${i}`)).status).to.equal(200);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        await refusing.waitFor(({ requests }) => requests.length >= 3);
        await service.stop();
        expect(service.stderr().match(/VIGIL_EXPORT_REFUSED: telemetry is not taken by \S+: HTTP 400/g)).to.have.length(1);
        expect(service.stderr()).to.match(/VIGIL_TELEMETRY_LOST: not delivered before the end: 20 spans/);
      } finally {
        await refusing.close();
      }
    });
  });
});
