import type { FastifyInstance } from 'fastify';
import type { Guard } from '@vigil/events';
import { watchChannel, type Stop } from '../watch-channel.ts';
import { exchangeOf } from './connection.ts';

/**
 * Learns routes and errors from every Fastify instance, by hooks on the instance itself: the tracing channel misses
 * failures in `onRequest`, and 404s. `onResponse` is left alone; it makes Fastify watch every reply's stream (2-6 µs).
 */
export function watchFastify(guard: Guard): Stop {
  return watchChannel<{ fastify: FastifyInstance }>('fastify.initialization', guard, ({ fastify }) => {
    fastify.addHook('onRequest', (request, _reply, done) => {
      const exchange = exchangeOf(request.raw);
      if (exchange !== undefined) exchange.route = request.routeOptions.url;
      done();
    });
    fastify.addHook('onError', (request, _reply, error, done) => {
      const exchange = exchangeOf(request.raw);
      if (exchange !== undefined) exchange.error = error;
      done();
    });
  });
}
