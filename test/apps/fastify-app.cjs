'use strict';
const does = require('./handlers.cjs');

/** What is written past Fastify, straight on Node's response. */
const hijacked = (work) => (request, reply) => { reply.hijack(); work(request.raw, reply.raw); };

/** The application in Fastify, of whatever version and module kind is handed in. */
module.exports = async function listen(fastify, options, listener) {
  const app = fastify(options);
  app.addContentTypeParser('text/plain', (request, payload, done) => done(null, undefined));
  app.addHook('onRequest', async (request) => { if (request.url === '/early') does.boom(); });
  app.get('/touch', hijacked((request, response) => does.touch(request, { json: (value) => response.end(JSON.stringify(value)) })));
  app.get('/plain', async () => { does.log.info('plain'); return 'plain'; });
  app.get('/users/:id', async (request) => ({ id: request.params.id }));
  app.get('/ids', () => does.ids());
  app.get('/boom', does.boom);
  app.get('/reject', does.reject);
  app.get('/teapot', async () => { throw Object.assign(new Error('short and stout'), { statusCode: 418 }); });
  app.post('/echo', (request) => does.readBody(request.raw));
  app.get('/stream', hijacked((request, response) => does.stream(response)));
  app.get('/events', hijacked((request, response) => does.events(response)));
  app.get('/hang', hijacked(does.hang));
  app.get('/late', hijacked((request, response) => does.late(response)));
  app.get('/listeners', hijacked((request, response) => does.listeners(response)));
  app.get('/fetch', (request) => does.fetchFrom(request.query.url));
  app.get('/get', (request) => does.getFrom(request.query.url));
  app.get('/get-array', (request) => does.getFrom(request.query.url, { headers: ['X-A', 'b'] }));
  app.register(async (orgs) => {
    orgs.register(async (teams) => {
      teams.get('/:team', async (request) => ({ team: request.params.team }));
      teams.get('/:team/boom', does.boom);
      teams.get('/', async () => []);
    }, { prefix: '/teams' });
  }, { prefix: '/orgs/:org' });
  app.register(async (admin) => admin.get('/panel/:id', async () => 'panel'), { prefix: '/admin' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  await does.announce(app.server, listener);
};
