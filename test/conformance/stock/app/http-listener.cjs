'use strict';
const does = require('./handlers.cjs');

/** The application without a framework; it answers errors itself. */
module.exports = async function listener(request, response) {
  const [, first = '', second, third] = new URL(request.url, 'http://localhost').pathname.split('/');
  const routes = {
    plain: () => response.end('plain'), users: () => response.end(second), orgs: () => response.end('team'), boom: does.boom, reject: does.reject,
    failed: () => response.writeHead(404).end(), status: () => response.writeHead(Number(second)).end(), moved: () => response.writeHead(302, { location: '/plain' }).end(),
    echo: async () => response.end(await does.readBody(request)), stream: () => does.stream(response), begin: () => does.begin(response), hang: does.hang,
    call: async () => response.end(await does.call(second, third)),
  };
  try {
    await (routes[first] ?? (() => response.writeHead(404).end()))();
  } catch {
    response.writeHead(500).end();
  }
};
