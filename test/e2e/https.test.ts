import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { IncomingMessage } from 'node:http';
import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Service } from '../support/service.ts';

const certificate = fileURLToPath(new URL('../certs/localhost.crt', import.meta.url));

describe('https, as a server and as a client', () => {
  let sink: Receiver;
  let service: Service;
  let port: string;

  before(async () => {
    sink = await startReceiver();
    service = startService({ app: 'https.cjs', endpoint: sink.url, env: { NODE_EXTRA_CA_CERTS: certificate } });
    port = new URL(await service.url()).port;
  });
  beforeEach(() => sink.clear());
  after(async () => {
    await service.stop();
    await sink.close();
  });

  for (const client of ['get', 'fetch']) {
    it(`makes one trace of a call by ${client}, with the scheme it had`, async () => {
      const request = get(`https://localhost:${port}/${client}`, { ca: readFileSync(certificate) });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      await once(response.resume(), 'end');
      await sink.waitFor(({ spans }) => spans.length >= 3);
      const outer = sink.spans.find(({ attributes }) => attributes['url.path'] === `/${client}`);
      const call = sink.spans.find(({ kind }) => kind === 'client');
      const inner = sink.spans.find(({ attributes }) => attributes['url.path'] === '/plain');
      expect(outer?.attributes).to.include({ 'url.scheme': 'https', 'server.address': 'localhost', 'server.port': Number(port) });
      expect(call?.attributes).to.include({ 'url.full': `https://localhost:${port}/plain`, 'http.response.status_code': 200 });
      expect([call?.parentSpanId, inner?.parentSpanId]).to.deep.equal([outer?.spanId, call?.spanId]);
      expect(response.headers['x-request-id']).to.equal(outer?.attributes['vigil.request.id']);
    });
  }
});
