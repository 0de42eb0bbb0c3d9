import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import { announcesBody, bindBodyEvents } from './bind-body-events.ts';
import { closeExchange } from './close-exchange.ts';
import { connectionOf, openConnection, type Connection, type Watch } from './connection.ts';
import type { Ending, Exchange, ServerObserver } from './exchange.ts';
import { expressError, expressRoute } from './express.ts';
import { watchFastify } from './fastify.ts';
import { Finishing } from './finishing.ts';
import { watchOlderExpress } from './older-express.ts';
import { tellRequestIds } from './request-id-header.ts';
import { watchHttp2Server } from './watch-http2-server.ts';

interface RequestMessage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly server: Server;
}

/** Watches every inbound HTTP request of the process and tells the observer, once at its start and once at its end. */
export function watchHttpServer<E extends Exchange>(observer: ServerObserver<E>, guard: Guard): Stop {
  const watch: Watch = { isOver: false };
  const learn = guard('http-server:learn', learnFrom);
  const close = guard('http-server:end', (exchange: E, ending: Ending) => closeExchange(exchange, ending, observer));
  // Whatever the framework's objects do when they are asked, what was opened is closed.
  const end = (exchange: E, ending: Ending): void => {
    if (exchange.request !== null) learn(exchange.request as IncomingMessage, exchange);
    close(exchange, ending);
  };
  const finishing = new Finishing((exchange: E) => end(exchange, 'finished'));
  const onSocketClose = guard('http-server:close', function abortOpenExchanges(this: Socket) {
    const connection = connectionOf(this);
    // Opened by an earlier watch, which has no say in what goes on there now.
    if (connection === undefined || connection.watch !== watch) return;
    const open = connection.drain() as E[];
    for (const exchange of open) end(exchange, 'aborted');
    // Node tells the request and the response of the abort next, from this same event: their listeners get the context.
    if (open[0] !== undefined) observer.enter(open[0]);
  });

  const watchOlder = watchOlderExpress(guard);
  function watchConnection(socket: Socket, server: Server): Connection {
    watchOlder(server);
    // One listener a connection, not one a request: an aborted request publishes no `finish`.
    socket.prependOnceListener('close', onSocketClose);
    return openConnection(socket, watch);
  }

  // The class of answers is taken from the first of them: to load it would load `node:http`, also for who has no server.
  let stopTelling: Stop | undefined;
  return stopAll([
    () => (watch.isOver = true),
    finishing.stop,
    () => stopTelling?.(),
    watchFastify(guard),
    watchHttp2Server(observer, guard),
    watchChannel<RequestMessage>('http.server.request.start', guard, ({ request, response, socket, server }) => {
      const connection = connectionOf(socket) ?? watchConnection(socket, server);
      const exchange = observer.open(request, response, socket);
      connection.open(exchange);
      stopTelling ??= tellRequestIds(response, observer.traceParent);
      if (announcesBody(request)) bindBodyEvents(request, exchange, observer);
      observer.enter(exchange);
    }),
    watchChannel<RequestMessage>('http.server.response.finish', guard, ({ request, response, socket }) => {
      const connection = connectionOf(socket);
      const exchange = connection?.find(request) as E | undefined;
      if (exchange === undefined) return;
      connection?.close(exchange);
      // One listener is Node's own.
      if (response.listenerCount('finish') > 1) finishing.add(exchange);
      else end(exchange, 'finished');
    }),
  ]);
}

function learnFrom(request: IncomingMessage, exchange: Exchange): void {
  exchange.route ??= expressRoute(request);
  // Express's request has a long chain of prototypes, and looking for what is not there costs all of it.
  if ((exchange.response?.statusCode ?? 0) >= 400) exchange.error ??= expressError(request);
}
