'use strict';
const fastify = require('fastify');
const routes = require('./fastify-routes.cjs');
const serve = require('./serve.cjs');

const app = routes(fastify);
app.ready().then(() => serve(app.server));
