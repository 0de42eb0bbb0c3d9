import { readFileSync } from 'node:fs';
import { startReceiver, type Receiver } from '@vigil/cli';
import { http1Client, http2Client, type HttpClient } from '../support/http-client.ts';
import { startService, type Preload, type Service, type ServiceOptions } from '../support/service.ts';
import { httpCases, type Framework } from './http.cases.ts';

interface Row extends Framework {
  readonly apps: readonly (readonly [Preload, string])[];
  readonly env?: ServiceOptions['env'];
  /** Who calls it; HTTP/1.1 in clear by default. */
  readonly client?: (ca: Buffer) => HttpClient;
  readonly tls?: true;
}

const all = { routes: true, errors: true };
const none = { routes: false, errors: false };

const ROWS: readonly Row[] = [
  { name: 'Express 5', ...all, apps: [['require', 'express.cjs'], ['import', 'express.mjs'], ['require', 'express.mjs'], ['general', 'express.cjs'], ['sdk', 'express.cjs']] },
  { name: 'Express 4', ...all, apps: [['require', 'express4.cjs'], ['import', 'express4.mjs'], ['general', 'express4.cjs']] },
  { name: 'Fastify 5', ...all, apps: [['require', 'fastify.cjs'], ['import', 'fastify.mjs'], ['import', 'fastify.cjs'], ['general', 'fastify.cjs'], ['sdk', 'fastify.cjs']] },
  { name: 'Fastify 4', ...all, apps: [['require', 'fastify4.cjs'], ['import', 'fastify4.mjs'], ['general', 'fastify4.cjs']] },
  { name: 'Fastify 5 on HTTP/2', ...all, apps: [['require', 'fastify-http2.cjs']], client: () => http2Client() },
  { name: 'NestJS on Express', routes: true, errors: false, apps: [['import', 'nest.mjs']], env: { ADAPTER: 'express' } },
  { name: 'NestJS on Fastify', routes: true, errors: false, apps: [['import', 'nest.mjs']], env: { ADAPTER: 'fastify' } },
  { name: 'Koa', ...none, apps: [['import', 'koa.mjs']] },
  { name: 'Hono', ...none, apps: [['import', 'hono.mjs']] },
  { name: 'node:http', ...none, apps: [['require', 'http.cjs'], ['import', 'http.mjs'], ['general', 'http.cjs'], ['sdk', 'http.mjs']] },
  { name: 'node:http2', ...none, apps: [['require', 'http2-app.cjs'], ['general', 'http2-app.cjs']], env: { MODE: 'compat' }, client: () => http2Client() },
  { name: 'node:http2, streams', ...none, apps: [['require', 'http2-app.cjs'], ['general', 'http2-app.cjs']], env: { MODE: 'stream' }, client: () => http2Client() },
  { name: 'node:http2 over TLS', ...none, apps: [['import', 'http2-app.cjs']], env: { MODE: 'tls' }, client: http2Client, tls: true },
  { name: 'node:http2 over TLS that allows HTTP/1', ...none, apps: [['import', 'http2-app.cjs']], env: { MODE: 'http1' }, client: http2Client, tls: true },
  { name: 'HTTP/1 on a node:http2 server', ...none, apps: [['import', 'http2-app.cjs']], env: { MODE: 'http1' }, client: http1Client, tls: true },
];

const certificate = readFileSync(new URL('../certs/localhost.crt', import.meta.url));

for (const row of ROWS) {
  for (const [preload, app] of row.apps) {
    describe(`${row.name}, ${app} by ${preload}`, () => {
      let sink: Receiver;
      let service: Service;
      let client: HttpClient;
      let url: string;
      let callable: string;

      before(async () => {
        sink = await startReceiver();
        service = startService({ app, preload, endpoint: sink.url, env: row.env ?? {} });
        client = row.client?.(certificate) ?? http1Client();
        url = (await service.url()).replace('http:', row.tls === true ? 'https:' : 'http:');
        const port = /^CALLABLE (\d+)$/m.exec(service.stdout())?.[1];
        callable = port === undefined ? url : `http://127.0.0.1:${port}`;
      });
      beforeEach(() => sink.clear());
      after(async () => {
        await client.close();
        await service.stop();
        await sink.close();
      });

      httpCases(row, () => ({ service, sink, url, callable, client }));
    });
  }
}
