import { startReceiver, type Receiver } from '@vigil/cli';
import { watchedChannels } from '@vigil/sensors';
import { expect } from 'chai';
import { startService } from '../support/service.ts';

interface Held {
  readonly listeners: Readonly<Record<string, number>>;
  readonly resources: readonly string[];
  readonly threads: number;
  readonly files: number;
  readonly channels: readonly string[];
}

describe('a process in which Vigil is started, taken back and started again', () => {
  let sink: Receiver;
  let held: { before: Held; during: Held; after: Held; duringAgain: Held; afterAgain: Held };
  let stdout: string;

  before(async function () {
    this.timeout(60_000);
    sink = await startReceiver();
    const service = startService({ app: 'lives.cjs', preload: 'none', endpoint: sink.url, env: { CHANNELS: Object.keys(watchedChannels()).join() } });
    expect(await service.ended, service.stderr()).to.deep.equal({ code: 0, signal: null });
    stdout = service.stdout();
    const [before, after, during, afterAgain, duringAgain] = JSON.parse(/^HELD (.*)$/m.exec(stdout)?.[1] ?? '') as [Held, Held, Held, Held, Held];
    held = { before, during, after, duringAgain, afterAgain };
  });
  after(() => sink.close());

  for (const what of ['listeners', 'resources', 'threads', 'files', 'channels'] as const) {
    it(`holds no more ${what} than before, each time`, () => {
      expect(held.after[what]).to.deep.equal(held.before[what]);
      expect(held.afterAgain[what]).to.deep.equal(held.before[what]);
    });
  }

  it('holds more while it runs (so that the tests above can fail)', () => {
    for (const { channels, listeners, threads, files } of [held.during, held.duringAgain]) {
      expect(channels).to.not.have.length(0);
      expect(Object.keys(listeners)).to.include.members(['SIGTERM', 'SIGINT', 'exit', 'uncaughtExceptionMonitor']);
      if (process.platform !== 'linux') continue;
      expect(threads).to.be.greaterThan(held.before.threads);
      expect(files).to.be.greaterThan(held.before.files);
    }
  });

  it('sees each life whole, nothing twice, and nothing in between', () => {
    const paths = sink.spans.filter(({ kind }) => kind === 'server').map(({ attributes }) => attributes['url.path']);
    expect(paths).to.deep.equal(['/first', '/second']);
    expect(sink.spans.filter(({ kind }) => kind === 'client')).to.have.length(2);
    expect(sink.logs.map(({ body }) => body).toSorted()).to.deep.equal(['first', 'first', 'first', 'second', 'second', 'second']);
    const durations = sink.metrics.filter(({ name }) => name === 'http.server.request.duration');
    // By its flush and its shutdown.
    expect(durations.map(({ kind, points }) => kind === 'histogram' && points.map(({ count }) => Number(count)))).to.deep.equal([[1], [1], [1], [1]]);
  });

  it('gives the lines of all loggers the ids of the life that they were written in', () => {
    const lines = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const name of ['first', 'second']) {
      const span = sink.spans.find(({ attributes, kind }) => kind === 'server' && attributes['url.path'] === `/${name}`);
      const ids = lines.filter((line) => (line['msg'] ?? line['message']) === name).map((line) => line['trace_id']);
      expect(ids).to.deep.equal([span?.traceId, span?.traceId, span?.traceId]);
    }
    const between = lines.filter((line) => (line['msg'] ?? line['message']) === 'between');
    expect(between).to.have.length(6);
    for (const line of between) expect(line).to.not.have.any.keys('trace_id', 'span_id', 'request_id');
  });
});
