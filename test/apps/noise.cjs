'use strict';
// An application with health checks and static files, in the framework that FRAMEWORK names.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const does = require('./handlers.cjs');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vigil-noise-'));
fs.writeFileSync(path.join(folder, 'app.css'), 'body {}');
fs.writeFileSync(path.join(folder, 'page.html'), '<p>page');
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit(0));

const frameworks = {
  express() {
    const express = require('express');
    const app = express();
    app.use((request, response, next) => next());
    app.get('/healthz', async (request, response) => { does.log.info('checked'); response.json(await does.fetchFrom(request.query.url)); });
    app.get('/orders/:id', (request, response) => { does.log.info('ordered'); response.send(request.params.id); });
    app.get('/fetch', async (request, response) => response.json(await does.fetchFrom(request.query.url)));
    app.get('/steps', function wait(request, response, next) { setTimeout(next, 20); }, async function answer(request, response) {
      await does.fetchFrom(request.query.url);
      response.send('steps');
    });
    app.get('/fails', function fail(request, response, next) { next(new RangeError('failed')); });
    app.use('/files', express.static(folder));
    const server = app.listen(0, '127.0.0.1', () => does.announce(server));
  },
  async fastify() {
    const app = require('fastify')();
    app.get('/healthz', (request) => { does.log.info('checked'); return does.fetchFrom(request.query.url); });
    app.get('/orders/:id', async (request) => { does.log.info('ordered'); return request.params.id; });
    app.get('/fetch', (request) => does.fetchFrom(request.query.url));
    const wait = (request, reply, done) => setTimeout(done, 20);
    await app.register(async (inner) => {
      inner.addHook('preHandler', async function check() {});
      inner.get('/steps', { preValidation: [wait] }, async function answer(request) { await does.fetchFrom(request.query.url); return 'steps'; });
      inner.get('/fails', { preValidation: function fail(request, reply, done) { done(new RangeError('failed')); } }, async () => 'never');
    });
    app.get('/files/*', (request, reply) => {
      const file = path.join(folder, path.basename(request.params['*']));
      return fs.existsSync(file) ? reply.type('text/css').send(fs.readFileSync(file)) : reply.code(404).send();
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    does.announce(app.server);
  },
};
frameworks[process.env.FRAMEWORK]();
