'use strict';
// A Fastify application that notes, in every hook there is, whose span is current. GET /seen answers with what was noted.
const app = require('fastify')();
const { trace } = require('@opentelemetry/api');
const { setTimeout: sleep } = require('node:timers/promises');
const { PassThrough } = require('node:stream');

const seen = [];
/** Whose span it is: that of the request which sent its own number along. */
const spans = new Map();
const note = (request, where) => {
  const active = trace.getActiveSpan();
  const known = spans.get(request.headers['x-number']);
  if (known === undefined) spans.set(request.headers['x-number'], active);
  seen.push(`${request.url} ${where}: ${active === undefined ? 'no span' : known === undefined || known === active ? 'its own' : 'another'}`);
  active?.setAttribute(`app.${where}`, active.isRecording());
};

for (const hook of ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend', 'onError', 'onResponse', 'onTimeout', 'onRequestAbort']) {
  app.addHook(hook, async (request) => {
    note(request, hook);
    await sleep(1);
    if (hook !== 'onResponse' && hook !== 'onRequestAbort') note(request, `${hook} later`);
    return undefined;
  });
}
app.addHook('preHandler', (request, reply, done) => { note(request, 'preHandler with done'); setImmediate(done); });
app.get('/seen', () => seen.filter((line) => !line.startsWith('/seen')));
app.get('/plain', async (request) => { note(request, 'handler'); return { a: 1 }; });
app.get('/callback', (request, reply) => { setTimeout(() => { note(request, 'callback'); reply.send({ a: 1 }); }, 1); });
app.get('/stream', (request, reply) => {
  const body = new PassThrough();
  setTimeout(() => { note(request, 'stream'); body.end('x'); }, 1);
  return reply.send(body);
});
app.post('/body', async (request) => { note(request, 'body'); return request.body; });
app.get('/boom', async (request) => { note(request, 'boom'); throw new Error('boom'); });
app.setErrorHandler((error, request, reply) => { note(request, 'error handler'); reply.code(500).send({}); });
app.setNotFoundHandler((request, reply) => { note(request, 'not found'); reply.code(404).send({}); });
app.listen({ port: 0, host: '127.0.0.1' }).then(() => process.stdout.write(`LISTENING ${app.server.address().port}\n`));
process.on('SIGUSR2', () => void app.close());
