'use strict';
// A login in the framework that FRAMEWORK names, with secrets in all the places where real ones stand.
const http = require('node:http');
const does = require('./handlers.cjs');

const SECRET = process.env.SESSION_KEY;

/** Calls `url` with secrets in the URL, its query and the headers, by both of Node's clients. */
async function callWith(url) {
  const headers = { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}`, 'x-api-key': SECRET };
  await does.getFrom(url.replace('//', `//user:${SECRET}@`) + `?page=1&password=${SECRET}`, { headers });
  await (await fetch(`${url}?page=2&access_token=${SECRET}`, { method: 'POST', headers, body: SECRET })).text();
}

async function login(request, response) {
  await does.readBody(request);
  if (request.headers.upstream !== undefined) await callWith(request.headers.upstream);
  response.setHeader('set-cookie', `session=${SECRET}`);
  response.end(SECRET);
}

const frameworks = {
  express() {
    const app = require('express')();
    app.all('/login', login);
    const server = app.listen(0, '127.0.0.1', () => does.announce(server));
  },
  async fastify() {
    const app = require('fastify')();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (request, payload, done) => done(null, undefined));
    app.all('/login', (request, reply) => { reply.hijack(); return login(request.raw, reply.raw); });
    await app.listen({ port: 0, host: '127.0.0.1' });
    does.announce(app.server);
  },
  http() {
    const server = http.createServer(login).listen(0, '127.0.0.1', () => does.announce(server));
  },
};
frameworks[process.env.FRAMEWORK]();
