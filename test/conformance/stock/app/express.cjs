'use strict';
const express = require(process.env.FRAMEWORK ?? 'express');
const does = require('./handlers.cjs');

const app = express();
app.use(function passes(request, response, next) { next(); });
app.get('/plain', (request, response) => response.send('plain'));
app.get('/users/:id', (request, response) => response.json({ id: request.params.id }));
app.get('/boom', does.boom);
// By hand: Express 4 leaves a rejection to the process.
app.get('/reject', (request, response, next) => void does.reject().catch(next));
app.get('/failed', (request, response, next) => next(Object.assign(new Error('no such thing'), { status: 404 })));
app.get('/status/:code', (request, response) => response.status(Number(request.params.code)).end());
app.get('/moved', (request, response) => response.redirect('/plain'));
app.post('/echo', async (request, response) => response.send(await does.readBody(request)));
app.get('/stream', (request, response) => does.stream(response));
app.get('/begin', (request, response) => does.begin(response));
app.get('/hang', does.hang);
app.get('/call/:client/:target', async (request, response) => response.send(await does.call(request.params.client, request.params.target)));
const teams = express.Router();
teams.get('/:team', (request, response) => response.json({ team: request.params.team }));
app.use('/orgs/:org/teams', teams);
const server = app.listen(0, '127.0.0.1', () => does.announce(server));
