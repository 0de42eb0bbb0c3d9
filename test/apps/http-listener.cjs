'use strict';
const does = require('./handlers.cjs');

// The application without any framework. Its handlers answer errors themselves, as such applications must.
const json = (response, value) => { response.setHeader('content-type', 'application/json'); response.end(JSON.stringify(value)); };
const routes = {
  '/touch': (request, response) => does.touch(request, { json: (value) => json(response, value) }),
  '/plain': (request, response) => { does.log.info('plain'); response.end('plain'); },
  '/ids': async (request, response) => json(response, await does.ids()),
  '/boom': does.boom,
  '/early': does.boom,
  '/reject': does.reject,
  '/teapot': (request, response) => { response.statusCode = 418; response.end(); },
  '/echo': async (request, response) => json(response, await does.readBody(request)),
  '/stream': (request, response) => does.stream(response),
  '/events': (request, response) => does.events(response),
  '/hang': does.hang,
  '/late': (request, response) => does.late(response),
  '/listeners': (request, response) => does.listeners(response),
  '/fetch': async (request, response, url) => json(response, await does.fetchFrom(url)),
  '/get': async (request, response, url) => json(response, await does.getFrom(url)),
  '/get-array': async (request, response, url) => json(response, await does.getFrom(url, { headers: ['X-A', 'b'] })),
  '/users/7': (request, response) => json(response, { id: '7' }),
  '/orgs/acme/teams/red': (request, response) => json(response, { team: 'red' }),
  '/orgs/acme/teams/red/boom': does.boom,
  '/orgs/acme/teams': (request, response) => json(response, []),
  '/admin/panel/9': (request, response) => response.end('panel'),
};

module.exports = async function listener(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  try {
    const route = routes[pathname];
    if (route === undefined) { response.statusCode = 404; response.end(); }
    else await route(request, response, searchParams.get('url'));
  } catch {
    response.statusCode = 500;
    response.end();
  }
};
