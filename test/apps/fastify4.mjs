import fastify from 'fastify4';
import listen from './fastify-app.cjs';

await listen(fastify);
