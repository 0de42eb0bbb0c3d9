import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { postgres } from '../../tools/parts/postgres.ts';
import { redis } from '../../tools/parts/redis.ts';
import { startPostgres, startRedis, type Database } from '../support/database.ts';
import { needPart } from '../support/part.ts';
import { startService, type Preload, type Service } from '../support/service.ts';

const PG = '@opentelemetry/instrumentation-pg';
const IOREDIS = '@opentelemetry/instrumentation-ioredis';

describe('databases', () => {
  let sql: Database;
  let cache: Database;
  let sink: Receiver;
  let service: Service | undefined;

  before(async function () {
    const [sqlPart, cachePart] = [await needPart(this, postgres), await needPart(this, redis)];
    [sql, cache, sink] = await Promise.all([startPostgres(sqlPart), startRedis(cachePart), startReceiver()]);
  });
  beforeEach(() => sink.clear());
  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });
  after(async () => {
    await Promise.all([sql?.stop(), cache?.stop(), sink?.close()]);
  });

  function start(app: string, env: Record<string, string> = {}, options: { preload?: Preload; cwd?: string } = {}): Service {
    const urls = { POSTGRES_URL: sql.url, REDIS_URL: cache.url };
    return (service = startService({ app, endpoint: sink.url, env: { ...urls, ...env }, ...options }));
  }

  async function get(path: string): Promise<string> {
    return (await fetch(`${await service?.url()}${path}`)).text();
  }

  /** Ends the service, so that all it has to tell has arrived, and gives the spans of one request. */
  async function spansOf(path: string): Promise<{ server: ReceivedSpan; clients: ReceivedSpan[] }> {
    await service?.stop();
    const server = sink.spans.find((span) => span.kind === 'server' && span.attributes['url.path'] === path);
    if (server === undefined) throw new Error(`no span of ${path}:\n${service?.stderr()}`);
    return { server, clients: sink.spans.filter((span) => span.kind === 'client' && span.traceId === server.traceId) };
  }

  const APPS = [['require', 'databases.cjs'], ['import', 'databases.mjs'], ['require', 'databases.mjs'], ['general', 'databases-general.cjs'], ['sdk', 'databases.cjs'], ['sdk', 'databases.mjs']] as const;
  for (const [preload, app] of APPS) {
    describe(`of ${app} by ${preload}`, () => {
      it('make client spans below the server span: PostgreSQL', async () => {
        start(app, {}, { preload });
        expect(await get('/stock')).to.equal('chair');
        const { server, clients } = await spansOf('/stock');
        const query = clients.find(({ name }) => name === 'pg.query:SELECT postgres');
        expect(query?.parentSpanId).to.equal(server.spanId);
        expect(query?.scope.name).to.equal(PG);
        expect(query?.attributes).to.include({
          'db.system.name': 'postgresql', 'db.namespace': 'postgres', 'db.query.text': 'SELECT $1::text AS name', 'server.port': sql.port,
        });
        expect(clients.map(({ name }) => name).toSorted()).to.deep.equal(['pg-pool.connect', 'pg.connect', 'pg.query:SELECT postgres']);
      });

      it('make client spans below the server span: Redis', async () => {
        start(app, {}, { preload });
        expect(await get('/cart')).to.equal('chair');
        const { server, clients } = await spansOf('/cart');
        expect(clients.map(({ name }) => name)).to.deep.equal(['set', 'get']);
        for (const { parentSpanId, attributes, scope } of clients) {
          expect(parentSpanId).to.equal(server.spanId);
          expect(scope.name).to.equal(IOREDIS);
          expect(attributes).to.include({ 'db.system.name': 'redis', 'server.port': cache.port });
        }
      });
    });
  }

  it('tell the error of a query', async () => {
    start('databases.cjs');
    expect(await get('/wrong')).to.equal('42P01');
    const query = (await spansOf('/wrong')).clients.find(({ name }) => name.startsWith('pg.query'));
    expect(query?.status.code).to.equal('error');
    expect(query?.status.message).to.include('nowhere');
  });

  it('are seen from a start to its shutdown, and again from the next start on', async () => {
    const ask = "async () => { const client = new Client({ connectionString: process.env.POSTGRES_URL }); await client.connect(); await client.query('SELECT 1'); await client.end(); }";
    const app = `(async () => {
      const { start } = require('@vigil/node');
      const first = start();
      const { Client } = require('pg');
      const ask = ${ask};
      await ask(); await first.shutdown(); await ask();
      console.log(Client.prototype.query.__wrapped);
      const second = start();
      await ask(); await second.shutdown();
    })();`;
    start(app, {}, { preload: 'none' });
    await service?.ended;
    expect(service?.stdout()).to.equal('undefined\n');
    expect(sink.spans.map(({ name }) => name)).to.deep.equal(['pg.connect', 'pg.query:SELECT postgres', 'pg.connect', 'pg.query:SELECT postgres']);
  });

  it('have the metrics that the instrumentation measures', async () => {
    start('databases.cjs', { OTEL_METRIC_EXPORT_INTERVAL: '100' });
    await get('/stock');
    const duration = await sink.waitFor(({ metrics }) => metrics.find(({ name }) => name === 'db.client.operation.duration'));
    expect(duration).to.include({ kind: 'histogram', unit: 's' });
    await sink.waitFor(({ metrics }) => metrics.some(({ name }) => name === 'db.client.connection.count'));
  });

  describe('are seen by instrumentations that are loaded on demand', () => {
    it('each with its library', async () => {
      start('databases.cjs');
      expect(new Set((await get('/loaded')).split(','))).to.deep.equal(new Set(['instrumentation', 'instrumentation-pg', 'instrumentation-ioredis']));
    });

    it('and not without it', async () => {
      start("require('./test/apps/databases-app.cjs')(require('pg'))");
      expect(new Set((await get('/loaded')).split(','))).to.deep.equal(new Set(['instrumentation', 'instrumentation-pg']));
    });

    it('and none at all for a service without any', async () => {
      const express = start("require('express'); require('winston'); console.log(Object.keys(require.cache).filter((file) => /instrumentation|in-the-middle/.test(file)).length)");
      await express.ended;
      expect(express.stdout()).to.equal('0\n');
    });
  });

  describe('obey the lists of the specification', () => {
    it('what is disabled is not loaded', async () => {
      start('databases.cjs', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg' });
      await Promise.all([get('/stock'), get('/cart')]);
      expect(await get('/loaded')).to.not.include('instrumentation-pg');
      expect((await spansOf('/stock')).clients).to.deep.equal([]);
      expect((await spansOf('/cart')).clients).to.have.length(2);
    });

    it('what is enabled is loaded, and nothing else', async () => {
      start('databases.cjs', { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'pg' });
      await Promise.all([get('/stock'), get('/cart')]);
      expect((await spansOf('/stock')).clients).to.not.deep.equal([]);
      expect((await spansOf('/cart')).clients).to.deep.equal([]);
    });

    it('files are silent unless they are named', async () => {
      start('databases.cjs');
      await get('/file');
      const { server } = await spansOf('/file');
      expect(sink.spans.filter(({ traceId }) => traceId === server.traceId)).to.have.length(1);
    });

    for (const app of ['databases.cjs', 'databases.mjs']) {
      it(`files make spans when they are named (${app})`, async () => {
        start(app, { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'fs' });
        await get('/file');
        const { server } = await spansOf('/file');
        const names = sink.spans.filter(({ parentSpanId }) => parentSpanId === server.spanId).map(({ name }) => name);
        expect(names.length, names.join()).to.be.greaterThan(0);
        expect(names.every((name) => name.startsWith('fs '))).to.equal(true);
      });
    }

    it('a name that nobody knows is named, with the nearest', async () => {
      start('databases.cjs', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg, ioredsi' });
      await get('/loaded');
      expect(service?.stderr()).to.include('VIGIL_INSTRUMENTATION_UNKNOWN: OTEL_NODE_DISABLED_INSTRUMENTATIONS names "ioredsi", but no instrumentation is called so. Correct it (did you mean ioredis?); ');
    });
  });

  describe('with other packages in the application', () => {
    let folder: string;
    beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-application-')); });
    afterEach(() => rm(folder, { recursive: true }));

    async function write(path: string, text: string | object): Promise<void> {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text));
    }

    const folderOf = (name: string): string => dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    const MAIN = `require(${JSON.stringify(fileURLToPath(new URL('../apps/databases-app.cjs', import.meta.url)))})(require('pg'))`;

    /** An application of its own that has the real pg, and says that it depends on what else it has. */
    async function application(dependencies: object): Promise<void> {
      await write('package.json', { name: 'own', dependencies });
      await mkdir(join(folder, 'node_modules'), { recursive: true });
      await symlink(folderOf('pg'), join(folder, 'node_modules/pg'));
    }

    it('an instrumentation that cannot be loaded is named once, and the application runs', async () => {
      await application({ [PG]: '0.0.1' });
      await write(`node_modules/${PG}/index.js`, "throw new Error('made for another world')");
      start(MAIN, {}, { cwd: folder });
      expect(await get('/stock')).to.equal('chair');
      const lines = service?.stderr().match(/VIGIL_.*/g);
      expect(lines).to.deep.equal([
        `VIGIL_INSTRUMENTATION_FAILED: ${PG} failed with pg: Error: made for another world. The application runs without it; OTEL_NODE_DISABLED_INSTRUMENTATIONS=pg leaves it out`,
      ]);
    });

    it('one that fails while it patches is named once, and the application runs', async () => {
      await application({ [PG]: '0.0.1' });
      await write(`node_modules/${PG}/index.js`, `
        const patch = () => { throw new TypeError('odd'); };
        exports.Odd = class {
          getModuleDefinitions() { return [{ name: 'pg', supportedVersions: ['*'], patch, files: [{ name: 'pg/lib/client.js', supportedVersions: ['*'], patch }] }]; }
          getConfig() {} setConfig() {} enable() {} disable() {}
        };`);
      start(MAIN, {}, { cwd: folder });
      expect(await get('/stock')).to.equal('chair');
      expect(service?.stderr().match(/VIGIL_INSTRUMENTATION_FAILED: .* failed with pg\/lib\/client.js: TypeError: odd/g)).to.have.length(1);
      expect(service?.stderr().match(/VIGIL_/g)).to.have.length(1);
    });

    it('a library that the instrumentation does not know is named, and runs', async () => {
      await write('package.json', { name: 'own' });
      await write('node_modules/pg/package.json', { name: 'pg', version: '99.1.0' });
      await write('node_modules/pg/index.js', "module.exports = { Client: class {} }");
      start("console.log(typeof require('pg').Client)", {}, { cwd: folder });
      await service?.ended;
      expect(service?.stdout()).to.equal('function\n');
      expect(service?.stderr()).to.match(/VIGIL_INSTRUMENTATION_UNFIT: @opentelemetry\/instrumentation-pg \d+\.\d+\.\d+ does not know pg 99\.1\.0, only >=8/);
    });

    it('one that the application names alone is taken before that of the bundle', async () => {
      await application({ [PG]: '0.0.1' });
      await write(`node_modules/${PG}/index.js`, `
        exports.Own = class {
          getModuleDefinitions() { return [{ name: 'pg', supportedVersions: ['*'], files: [], patch: () => console.log('OWN') }]; }
          getConfig() {} setConfig() {} enable() {} disable() {}
        };`);
      start(MAIN, {}, { cwd: folder });
      await get('/loaded');
      expect(service?.stdout()).to.include('OWN\n');
    });
  });

  describe("with the application's own instrumentations", () => {
    it('are seen by these alone, as with the stock SDK', async () => {
      start('databases-own.cjs');
      await get('/stock');
      const { server, clients } = await spansOf('/stock');
      const queries = clients.filter(({ name }) => name.startsWith('pg.query'));
      expect(queries).to.have.length(1);
      expect(queries[0]?.parentSpanId).to.equal(server.spanId);
      expect(queries[0]?.attributes['shop.own']).to.equal('yes');
    });

    it('also when it makes them after ours, which leave `require` as it is until then', async () => {
      start(`
        const { require: bare } = require('node:module').prototype;
        const pg = require('pg');
        console.log(require('node:module').prototype.require === bare);
        const { InstrumentationBase, InstrumentationNodeModuleDefinition } = require('node:module').createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'))('@opentelemetry/instrumentation');
        new (class extends InstrumentationBase {
          constructor() { super('own', '1.0.0', {}); }
          init() { return [new InstrumentationNodeModuleDefinition('express', ['*'], () => 'patched by the application')]; }
        })();
        console.log(require('express'));
        require('./test/apps/databases-app.cjs')(pg);`);
      expect(await get('/stock')).to.equal('chair');
      expect((await spansOf('/stock')).clients).to.have.length(3);
      expect(service?.stdout()).to.match(/^true\npatched by the application\n/);
    });

    it('are left alone when the application has loaded one and does nothing with it', async () => {
      const bundle = "require.resolve('@opentelemetry/auto-instrumentations-node')";
      start(`require('node:module').createRequire(${bundle})('${PG}'); require('./test/apps/databases-app.cjs')(require('pg'));`);
      expect(await get('/stock')).to.equal('chair');
      expect((await spansOf('/stock')).clients).to.deep.equal([]);
    });
  });
});
