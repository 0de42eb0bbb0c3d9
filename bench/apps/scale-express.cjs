'use strict';
// The application of `--scale` on Express 5; see express.cjs for why this is plain CommonJS.
const http = require('node:http');
const express = require('express');
const { ROUTES, user } = require('./scale-handlers.cjs');

const app = express();
for (let i = 0; i < ROUTES; i++) app.get(`/route-${i}/:id`, (request, response) => response.json(user(request.params.id)));

require('./serve.cjs')(http.createServer(app));
