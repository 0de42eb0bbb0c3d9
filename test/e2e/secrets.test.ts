import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload, type Service } from '../support/service.ts';

const SECRET = 'hunter2-hunter2';
/** As it stands in the header of a client that is given `user:password@`. */
const ENCODED = Buffer.from(`user:${SECRET}`).toString('base64');
const CASES: readonly (readonly [framework: string, preload: Preload])[] = [
  ['express', 'require'], ['express', 'general'], ['fastify', 'require'], ['fastify', 'general'], ['http', 'require'], ['http', 'general'],
];

describe('secrets', () => {
  let sink: Receiver;
  let service: Service;

  beforeEach(async () => { sink = await startReceiver(); });
  afterEach(async () => {
    await service.stop();
    await sink.close();
  });

  for (const [framework, preload] of CASES) {
    it(`of headers, cookies, bodies, URLs, the environment and the command line are seen at no exit: ${framework} by ${preload}`, async () => {
      const env = { FRAMEWORK: framework, SESSION_KEY: SECRET, VIGIL_SEND_LOGS: '1', OTEL_EXPORTER_OTLP_HEADERS: `authorization=${SECRET}` };
      service = startService({ app: 'secrets.cjs', preload, endpoint: sink.url, env, nodeArgs: [`--title=${SECRET}`] });
      const url = `${await service.url()}/login`;
      const headers = { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}`, 'x-api-key': SECRET, 'content-type': 'text/plain', upstream: url };
      const answer = await fetch(`${url}?page=0&token=${SECRET}`, { method: 'POST', headers, body: SECRET });
      expect(await answer.text()).to.equal(SECRET);
      await service.stop();

      const pages = sink.spans.map(({ kind, attributes }) => [kind, /page=\d/.exec(String(attributes['url.query'] ?? attributes['url.full']))?.[0]]);
      expect(pages).to.have.deep.members([['server', 'page=0'], ['server', 'page=1'], ['server', 'page=2'], ['client', 'page=1'], ['client', 'page=2']]);
      expect([sink.metrics.length > 0, sink.logs.length]).to.deep.equal([true, 3]);
      const exits = [plain([sink.spans, sink.logs, sink.metrics]), service.stdout(), service.stderr()].join('\n');
      expect(exits).to.not.include(SECRET).and.not.include(ENCODED);
    });
  }
});

const plain = (value: unknown): string => JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
