import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver, type ReceivedLog, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { appsFolder, startService } from '../support/service.ts';

type Line = Record<string, unknown>;

const MESSAGES = ['from pino', 'from pino child', 'from winston', 'from bunyan'];

for (const [preload, app] of [['require', 'loggers.cjs'], ['import', 'loggers.mjs']] as const) {
  describe(`log lines of ${app}`, () => {
    let sink: Receiver;
    before(async () => { sink = await startReceiver(); });
    beforeEach(() => sink.clear());
    after(() => sink.close());

    const messageOf = (line: Line): unknown => line['msg'] ?? line['message'];

    async function run(env: Record<string, string>): Promise<Line[]> {
      const service = startService({ app, preload, endpoint: sink.url, env });
      expect((await service.ended).code, service.stderr()).to.equal(0);
      return service.stdout().trim().split('\n').map((line) => JSON.parse(line) as Line);
    }

    it('carry the ids of their request, and only inside of one', async () => {
      const lines = await run({});
      const span = await sink.waitFor(({ spans }) => spans.find(({ kind }) => kind === 'server'));
      for (const message of MESSAGES) {
        const [inside, outside] = lines.filter((line) => messageOf(line) === message);
        expect(inside, message).to.include({
          where: 'inside', trace_id: span.traceId, span_id: span.spanId, trace_flags: '01', request_id: 'the-request',
        });
        expect(outside, message).to.have.property('where', 'outside');
        expect(outside, message).to.not.have.any.keys('trace_id', 'span_id', 'request_id');
      }
    });

    it('are written once each, unchanged but for the ids', async () => {
      const lines = await run({});
      expect(lines).to.have.length(8);
      expect(lines.find((line) => messageOf(line) === 'from pino')).to.include({ level: 40, password: '[Redacted]' });
      expect(lines.find((line) => messageOf(line) === 'from pino child')).to.include({ level: 30, module: 'child' });
      expect(lines.find((line) => messageOf(line) === 'from bunyan')).to.include({ level: 40, name: 'bun', v: 0 });
    });

    it('are not sent unless asked for', async () => {
      await run({});
      await sink.waitFor(({ spans }) => spans.length >= 2);
      expect(sink.logs).to.deep.equal([]);
    });

    it('are sent as log records with VIGIL_SEND_LOGS, each once, redacted as the application does', async () => {
      await run({ VIGIL_SEND_LOGS: '1' });
      await sink.waitFor(({ logs, spans }) => logs.length >= 8 && spans.length >= 2);
      expect(sink.logs).to.have.length(8);
      const span = sink.spans.find(({ kind }) => kind === 'server');
      for (const message of MESSAGES) {
        const [inside] = recordsOf(message);
        expect(inside?.attributes, message).to.include({ where: 'inside', 'vigil.request.id': 'the-request' });
        expect([inside?.traceId, inside?.spanId]).to.deep.equal([span?.traceId, span?.spanId]);
      }
      expect(recordsOf('from pino')[0]).to.deep.include({ severityNumber: 13, severityText: 'warn' });
      expect(recordsOf('from winston')[0]).to.deep.include({ severityNumber: 13, severityText: 'warn' });
      expect(recordsOf('from pino child')[0]?.attributes).to.include({ module: 'child' });
      expect(JSON.stringify(sink.logs.map(({ attributes }) => attributes))).to.not.include('hunter2');
    });

    const recordsOf = (message: string): ReceivedLog[] => sink.logs.filter(({ body }) => body === message);
  });
}

describe('lines that the application sends itself', () => {
  it('are not sent a second time', async () => {
    const sink = await startReceiver();
    const folder = await mkdtemp(join(tmpdir(), 'vigil-own-sender-'));
    try {
      const manifest = { name: 'own-sender', dependencies: { 'pino-opentelemetry-transport': '4.0.2' } };
      await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
      const { ended } = startService({
        app: `require(${JSON.stringify(join(appsFolder, 'loggers.cjs'))})`, endpoint: sink.url, cwd: folder, env: { VIGIL_SEND_LOGS: '1' },
      });
      await ended;
      await sink.waitFor(({ logs }) => logs.some(({ body }) => body === 'from winston'));
      expect(sink.logs.map(({ body }) => body)).to.not.include('from pino');
    } finally {
      await rm(folder, { recursive: true });
      await sink.close();
    }
  });
});
