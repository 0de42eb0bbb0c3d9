import fastify from 'fastify';
import listen from './fastify-app.cjs';

await listen(fastify);
