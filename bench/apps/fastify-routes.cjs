'use strict';
// The measured application on Fastify 5: the same routes as on Express, see there.
const list = require('./list.cjs');

module.exports = function fastifyRoutes(fastify) {
  const app = fastify({ logger: false });

  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-app', 'bench');
  });

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- the rule takes Fastify for Express
  app.get('/users/:id', async (request) => ({ id: request.params.id, name: 'Ada', roles: ['admin', 'dev'] }));

  app.get('/out', async () => {
    const answer = await fetch(process.env.BENCH_UPSTREAM);
    return answer.json();
  });
  app.get('/list', async () => list);
  app.get('/error', async () => {
    throw new Error('the handler failed');
  });
  return app;
};
