'use strict';
// The application of `--scale` on Fastify 5; see express.cjs for why this is plain CommonJS.
const app = require('fastify')({ logger: false });
const { ROUTES, chain, setAttributes, user } = require('./scale-handlers.cjs');

for (let i = 0; i < ROUTES; i++) app.get(`/route-${i}/:id`, async (request) => user(request.params.id));

app.get('/attributes/:count', async (request) => {
  setAttributes(Number(request.params.count));
  return user('7');
});

app.get('/chain/:depth', async (request) => ({ ...user('7'), steps: await chain(Number(request.params.depth)) }));

const serve = require('./serve.cjs');
app.ready().then(() => serve(app.server));
