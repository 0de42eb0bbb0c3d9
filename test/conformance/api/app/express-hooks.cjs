'use strict';
// An Express application that notes, wherever it has a say, whose span is current. GET /seen answers with what was noted.
const express = require('express');
const { trace } = require('@opentelemetry/api');
const { PassThrough } = require('node:stream');

const app = express();
const seen = [];
const spans = new Map();
const note = (request, where) => {
  const active = trace.getActiveSpan();
  const known = spans.get(request.headers['x-number']);
  if (known === undefined) spans.set(request.headers['x-number'], active);
  seen.push(`${request.originalUrl} ${where}: ${active === undefined ? 'no span' : known === undefined || known === active ? 'its own' : 'another'}`);
  active?.setAttribute(`app.${where}`, active.isRecording());
};

app.get('/seen', (request, response) => response.json(seen));
app.use((request, response, next) => {
  note(request, 'middleware');
  response.on('finish', () => note(request, 'finish'));
  setTimeout(next, 1);
});
app.use(express.json());
app.param('id', (request, response, next) => { note(request, 'param'); setImmediate(next); });
app.get('/plain', async (request, response) => { note(request, 'handler'); await Promise.resolve(); note(request, 'handler later'); response.send({ a: 1 }); });
app.get('/callback', (request, response) => setTimeout(() => { note(request, 'callback'); response.send({}); }, 1));
app.get('/stream', (request, response) => {
  const body = new PassThrough();
  body.on('end', () => note(request, 'end of the stream'));
  setTimeout(() => body.end('x'), 1);
  body.pipe(response);
});
app.post('/body', (request, response) => { note(request, 'body'); response.send(request.body); });
app.get('/boom', (request) => { note(request, 'boom'); throw new Error('boom'); });
app.get('/items/:id', (request, response) => { note(request, 'item'); response.send({}); });
const mounted = express.Router();
mounted.use((request, response, next) => { note(request, 'mounted'); next(); });
mounted.get('/deep', (request, response) => { note(request, 'deep'); response.send({}); });
app.use('/mounted', mounted);
app.use((request, response) => { note(request, 'not found'); response.status(404).send({}); });
app.use((error, request, response, _next) => { note(request, 'error handler'); response.status(500).send({}); });
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`LISTENING ${server.address().port}\n`));
process.on('SIGUSR2', () => {
  server.close();
  server.closeAllConnections();
});
