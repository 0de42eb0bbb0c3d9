'use strict';
// What every application under test does, whichever framework it is written in. Each answer is a plain value.
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { trace } = require('@opentelemetry/api');
const { correlation } = require('@vigil/node');
const pino = require('pino');

const log = pino();
const activeSpan = () => trace.getActiveSpan()?.spanContext().spanId;

/** The ids that a handler sees, before and after it waits. */
async function ids() {
  const before = activeSpan();
  await sleep(5);
  await new Promise((resolve) => setImmediate(resolve));
  return { before, after: activeSpan(), ...correlation() };
}

/** The ids that are seen while a body comes in. */
function readBody(request) {
  return new Promise((resolve, fail) => {
    const spans = new Set();
    let body = '';
    request.on('data', (chunk) => { spans.add(activeSpan()); body += chunk; });
    request.on('end', () => { spans.add(activeSpan()); log.info('body read'); resolve({ body, spans: [...spans] }); });
    request.on('error', fail);
  });
}

async function fetchFrom(url) {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
}

function getFrom(url, options = {}) {
  return new Promise((resolve, fail) => {
    http.get(url, options, (response) => {
      const seenIn = activeSpan();
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body, seenIn }));
    }).on('error', fail);
  });
}

/** Streams three parts, logging each. */
async function stream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < 3; i++) {
    response.write(`data: ${activeSpan()}\n\n`);
    await sleep(5);
  }
  response.end();
}

/** Sends the first of many events, and no other. */
function events(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${activeSpan()}\n\n`);
}

/** Never answers; says in the log in which span it learnt that the client had gone. */
function hang(request, response) {
  log.info('hanging');
  response.on('close', () => log.info({ seenIn: activeSpan() }, 'client gone'));
}

/** Answers only when its time is over. */
function late(response) {
  response.setTimeout(20, () => {
    response.statusCode = 503;
    response.end(activeSpan());
  });
}

/** Says in the log in which span the listeners of the answer's end run. */
function listeners(response) {
  const seen = {};
  const see = (name) => response.on(name, () => {
    seen[name] = activeSpan();
    if (name === 'close') log.info({ seenIn: seen }, 'answered');
  });
  see('finish');
  see('close');
  response.end('listened');
}

function boom() {
  throw new TypeError('boom');
}

async function reject() {
  await sleep(1);
  throw new RangeError('rejected');
}

/** Does to the request's span all that an application can do to a span. */
function touch(request, response) {
  const span = trace.getActiveSpan();
  const recording = span.isRecording();
  span.setAttribute('app.one', 1).setAttributes({ 'app.list': ['a', 'b'], 'app.flag': true, 'app.bad': { not: 'allowed' } });
  span.addEvent('looked', { at: 'shelf' }).addLink({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } });
  span.setStatus({ code: 1 });
  span.recordException(new Error('noted'));
  if (request.url.includes('many')) for (let i = 0; i < 200; i++) span.setAttribute(`app.many.${i}`, i);
  response.json({ recording, ids: span.spanContext(), again: trace.getActiveSpan() === span });
}

/**
 * Tells the test where it listens, and ends when told to. With a listener, it takes calls by HTTP/1 at another port as well,
 * for servers that the application's own client cannot speak to.
 */
async function announce(server, listener) {
  const servers = [server];
  if (listener !== undefined) {
    const callable = http.createServer(listener);
    await new Promise((resolve) => callable.listen(0, '127.0.0.1', resolve));
    process.stdout.write(`CALLABLE ${callable.address().port}\n`);
    servers.push(callable);
  }
  process.stdout.write(`LISTENING ${server.address().port}\n`);
  process.on('SIGUSR2', () => {
    for (const one of servers) {
      one.close();
      one.closeAllConnections?.();
    }
  });
}

module.exports = { log, ids, readBody, fetchFrom, getFrom, stream, events, hang, late, listeners, boom, reject, touch, announce };
