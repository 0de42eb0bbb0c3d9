import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Preload } from '../support/service.ts';

const START = `const listen = (server) => server.listen(0, '127.0.0.1', () => console.log('LISTENING ' + server.address().port));
const { trace } = require('@opentelemetry/api');
const note = (where) => trace.getActiveSpan().setAttribute('app.seen', where + ' ' + trace.getActiveSpan().isRecording());`;

/** What an application does when its response has finished, in each of the ways there are. */
const APPLICATIONS: Readonly<Record<string, string>> = {
  'a listener of finish': `require('http').createServer((request, response) => { response.on('finish', () => note('finish')); response.end(); })`,
  'the callback of end': `require('http').createServer((request, response) => response.end('done', () => note('end')))`,
  "Express's response": `require('http').createServer(require('express')().get('/', (request, response) => {
    response.once('finish', () => note('express'));
    response.send('done');
  }))`,
};
const FASTIFY = `const app = require('fastify')();
  app.addHook('onResponse', async () => note('onResponse'));
  app.get('/', async () => 'done');
  app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log('LISTENING ' + app.server.address().port));`;

describe('when a response has finished', () => {
  let sink: Receiver;
  beforeEach(async () => void (sink = await startReceiver()));
  afterEach(() => sink.close());

  for (const preload of ['require', 'general'] as const) {
    for (const [name, code] of Object.entries(APPLICATIONS)) {
      it(`${name} may still speak to the span (${preload})`, async () => {
        const { attributes } = await spanOf(`${START} listen(${code});`, preload);
        expect(attributes['app.seen']).to.match(/ true$/);
      });
    }

    it(`Fastify's onResponse may still speak to the span (${preload})`, async () => {
      const { attributes } = await spanOf(`${START} ${FASTIFY}`, preload);
      expect(attributes).to.include({ 'app.seen': 'onResponse true', 'http.route': '/', 'http.response.status_code': 200 });
    });
  }

  it('and a listener of that ends the process, the span is sent all the same', async () => {
    const span = await spanOf(`${START} listen(require('http').createServer((request, response) => response.on('finish', () => process.exit(3)).end('done')));`, 'require');
    expect(span.attributes).to.include({ 'http.response.status_code': 200 });
  });

  async function spanOf(app: string, preload: Preload): Promise<ReceivedSpan> {
    const service = startService({ app, preload, endpoint: sink.url });
    try {
      await (await fetch(await service.url(), { headers: { connection: 'close' } })).text();
      return await sink.waitFor(({ spans }) => spans.find(({ kind }) => kind === 'server'));
    } finally {
      await service.stop();
    }
  }
});
