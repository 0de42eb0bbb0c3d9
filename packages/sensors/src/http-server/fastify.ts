import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Guard } from '@vigil/events';
import { watchChannel, type Stop } from '../watch-channel.ts';
import { exchangeOf } from './exchange-of.ts';

/** Fastify before 4.10 has `routerPath` only; later ones warn of it. */
type OlderRequest = Omit<FastifyRequest, 'routeOptions'> & { readonly routeOptions?: FastifyRequest['routeOptions']; readonly routerPath?: string };

/**
 * Learns routes and errors from every Fastify instance, by hooks on the instance itself: the tracing channel misses
 * failures in `onRequest`, and 404s. `onResponse` is left alone; it makes Fastify watch every reply's stream (2-6 µs).
 */
export function watchFastify(guard: Guard): Stop {
  // In a hook, what we throw would be the answer to the request.
  const begin = guard('fastify:onRequest', (request: OlderRequest) => {
    const exchange = exchangeOf(request.raw);
    if (exchange !== undefined) exchange.route = request.routeOptions === undefined ? request.routerPath : request.routeOptions.url;
  });
  const learnError = guard('fastify:onError', ({ raw }: FastifyRequest, error: unknown) => {
    const exchange = exchangeOf(raw);
    if (exchange !== undefined) exchange.error = error;
  });
  return watchChannel<{ fastify: FastifyInstance }>('fastify.initialization', guard, ({ fastify }) => {
    fastify.addHook('onRequest', (request, _reply, done) => {
      begin(request);
      done();
    });
    fastify.addHook('onError', (request, _reply, error, done) => {
      learnError(request, error);
      done();
    });
  });
}
