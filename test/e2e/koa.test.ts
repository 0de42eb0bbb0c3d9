import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { startService, type Service } from '../support/service.ts';

describe("Koa with OpenTelemetry's instrumentation of it", () => {
  let sink: Receiver;
  let service: Service;
  let url: string;

  before(async () => {
    sink = await startReceiver();
    service = startService({ app: 'koa.mjs', preload: 'import', endpoint: sink.url, env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'koa' } });
    url = await service.url();
  });
  after(async () => {
    await service.stop();
    await sink.close();
  });

  for (const [path, route] of [['/users/7', '/users/:id'], ['/orgs/acme/teams/red', '/orgs/:org/teams/:team'], ['/admin/panel/9', '/admin/panel/:id']] as const) {
    it(`gives the server span the route that only the instrumentation knows: ${route}`, async () => {
      await (await fetch(url + path)).text();
      const span = await sink.waitFor(({ spans }) => spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path));
      expect([span.name, span.attributes['http.route']]).to.deep.equal([`GET ${route}`, route]);
    });
  }
});
