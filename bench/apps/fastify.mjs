import fastify from 'fastify';
import routes from './fastify-routes.cjs';
import serve from './serve.cjs';

const app = routes(fastify);
await app.ready();
serve(app.server);
