'use strict';
// The measured application on Express 5: two middlewares, a router, JSON. Plain CommonJS, because the stock instrumentations
// patch `require`, and because stripping types would cost every set-up the same start-up time and so hide the difference.
const http = require('node:http');
const express = require('express');

const app = express();
app.use(express.json());
app.use((_request, response, next) => {
  response.setHeader('x-app', 'bench');
  next();
});

const users = express.Router();
users.get('/:id', (request, response) => {
  response.json({ id: request.params.id, name: 'Ada', roles: ['admin', 'dev'] });
});
app.use('/users', users);

app.get('/out', async (_request, response) => {
  const answer = await fetch(process.env.BENCH_UPSTREAM);
  response.json(await answer.json());
});

require('./serve.cjs')(http.createServer(app));
