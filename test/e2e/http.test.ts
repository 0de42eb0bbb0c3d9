import { startReceiver, type Receiver } from '@vigil/cli';
import { startService, type Service } from '../support/service.ts';
import { httpCases, type Framework } from './http.cases.ts';

const FRAMEWORKS: readonly Framework[] = [
  { name: 'Express 5', routes: true, apps: [['require', 'express.cjs'], ['import', 'express.mjs'], ['require', 'express.mjs'], ['general', 'express.cjs']] },
  { name: 'Fastify 5', routes: true, apps: [['require', 'fastify.cjs'], ['import', 'fastify.mjs'], ['import', 'fastify.cjs'], ['general', 'fastify.cjs']] },
  { name: 'node:http', routes: false, apps: [['require', 'http.cjs'], ['import', 'http.mjs'], ['general', 'http.cjs']] },
];

for (const framework of FRAMEWORKS) {
  for (const [preload, app] of framework.apps) {
    describe(`${framework.name}, ${app} by ${preload}`, () => {
      let sink: Receiver;
      let service: Service;
      let url: string;

      before(async () => {
        sink = await startReceiver();
        service = startService({ app, preload, endpoint: sink.url });
        url = await service.url();
      });
      beforeEach(() => sink.clear());
      after(async () => {
        await service.stop();
        await sink.close();
      });

      httpCases(framework, () => ({ service, sink, url }));
    });
  }
}
