'use strict';
// A server by FRAMEWORK that takes upgrades, answers malformed requests itself and is impatient with slow ones.
const http = require('node:http');
const does = require('./handlers.cjs');

const impatient = { requestTimeout: 500, headersTimeout: 500, connectionsCheckingInterval: 20, maxHeaderSize: 4096 };
const servers = {
  http: () => http.createServer(impatient, (request, response) => request.resume().on('end', () => response.end('ok'))),
  express: (express) => {
    const app = express();
    app.use((request, response) => request.resume().on('end', () => response.send('ok')));
    return http.createServer(impatient, app);
  },
  fastify: (fastify) => {
    const app = fastify({ serverFactory: (handler, options) => http.createServer({ ...options, ...impatient }, handler), requestTimeout: 500 });
    app.all('/*', async () => 'ok');
    app.removeContentTypeParser(['application/json', 'text/plain']);
    app.addContentTypeParser('*', (request, payload, done) => payload.resume().on('end', () => done(null)).on('error', done));
    return app.ready().then(() => app.server);
  },
};

(async () => {
  const [kind, library] = process.env.FRAMEWORK.split(' ');
  const server = await servers[kind](library === undefined ? undefined : require(library));
  server.on('upgrade', (request, socket) => {
    socket.on('error', () => {}).end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello');
  });
  server.listen(0, '127.0.0.1', () => does.announce(server));
})();
