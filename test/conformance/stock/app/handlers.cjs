'use strict';
// What the applications of the comparison do, whichever framework they are written in.
const http = require('node:http');
const https = require('node:https');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

/** What a call may meet; the test serves all of it. */
const TARGETS = JSON.parse(process.env.TARGETS ?? '{}');
const POSTED = { method: 'POST', body: 'posted', headers: { 'content-type': 'text/plain' } };

async function byFetch(target, { body, ...options }) {
  const controller = new AbortController();
  const response = await fetch(target.url, { ...options, ...(body === undefined ? {} : { body }), signal: controller.signal });
  if (target.abort === true) controller.abort();
  await response.text();
}

async function byHttp(target, { body, ...options }) {
  const client = target.url.startsWith('https') ? https : http;
  const request = client.request(target.url, { ...options, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  if (target.abort === true) request.destroy();
  await once(response.resume(), 'close');
}

/** Calls as the path says (`fetch` or `http`, and whom), and never fails. */
async function call(client, name) {
  const target = TARGETS[name];
  try {
    await (client === 'fetch' ? byFetch : byHttp)(target, target.post === true ? POSTED : {});
    return 'called';
  } catch {
    return 'called in vain';
  }
}

function boom() {
  throw new TypeError('boom');
}

async function reject() {
  await sleep(1);
  throw Object.assign(new RangeError('rejected'), { code: 'E_OUT' });
}

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** Begins an answer that never ends. */
function begin(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: first\n\n');
}

/** Never answers; tells the test that the request is here. */
function hang() {
  process.stdout.write('HANGING\n');
}

async function stream(response) {
  begin(response);
  await sleep(5);
  response.end('data: last\n\n');
}

function announce(server) {
  // So that there is something to tell of collections.
  globalThis.gc();
  process.stdout.write(`LISTENING ${server.address().port}\n`);
  process.on('SIGUSR2', () => {
    server.close();
    server.closeAllConnections();
  });
}

module.exports = { call, boom, reject, readBody, begin, hang, stream, announce };
