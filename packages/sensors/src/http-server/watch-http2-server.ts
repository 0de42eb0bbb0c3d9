import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Server, Socket } from 'node:net';
import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import { closeExchange } from './close-exchange.ts';
import { carriedExchange, carryExchange } from './carried-exchange.ts';
import { carryThroughStreams } from './carry-through-streams.ts';
import type { Watch } from './connection.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { Finishing } from './finishing.ts';
import { Http2Message } from './http2-message.ts';

const WATCHED_BY: unique symbol = Symbol('vigil.watched-by') as never;

type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number, rawHeaders?: readonly string[]) => void;
type SeenServer = Server & { [WATCHED_BY]?: OnStream };

/**
 * Watches every request that an HTTP/2 server of the process gets, by the compatibility API and by streams alike. The
 * server is found at its first connection and hears of its streams by its own event, before the application does: the
 * `http2.server.stream` channels came after Node 22.15, and tell of a stream before its context is the one of its handlers.
 */
export function watchHttp2Server<E extends Exchange>(observer: ServerObserver<E>, guard: Guard): Stop {
  const watch: Watch = { isOver: false };
  let stopCarrying: Stop | undefined;
  const end = guard('http2-server:end', (stream: ServerHttp2Stream) => {
    const exchange = carriedExchange(stream) as E | undefined;
    if (exchange !== undefined) closeExchange(exchange, endingOf(stream), observer);
  });
  const finishing = new Finishing(end);
  const onClose = guard('http2-server:close', function finishStream(this: ServerHttp2Stream) {
    if (!watch.isOver) finishing.add(this);
  });
  const onStream: OnStream = guard('http2-server:start', (stream, headers, _flags, rawHeaders = []) => {
    const { session } = stream;
    // A tunnel is no exchange of request and answer.
    if (watch.isOver || session === undefined || session.destroyed || headers[':method'] === 'CONNECT') return;
    const message = new Http2Message(stream, headers, rawHeaders);
    const exchange = observer.open(message, message, session.socket as Socket);
    carryExchange(stream, exchange);
    stopCarrying ??= carryThroughStreams(stream, observer, watch);
    stream.prependListener('close', onClose);
    observer.enter(exchange);
  });

  const stop = stopAll([finishing.stop, watchChannel<{ socket: Socket & { server?: SeenServer } }>('net.server.socket', guard, ({ socket: { server } }) => {
    if (server === undefined || server[WATCHED_BY] === onStream) return;
    // Neither class is exported.
    if (/^Http2(Secure)?Server$/.test(server.constructor.name)) {
      // An earlier watch is over.
      if (server[WATCHED_BY] !== undefined) (server as Http2Server).off('stream', server[WATCHED_BY] as never);
      (server as Http2Server).prependListener('stream', onStream as never);
    }
    server[WATCHED_BY] = onStream;
  })]);
  return () => {
    stop();
    stopCarrying?.();
    watch.isOver = true;
  };
}

/** Whole, when the answer had begun and neither side broke it off. */
function endingOf({ headersSent, aborted, rstCode }: ServerHttp2Stream): 'finished' | 'aborted' {
  return headersSent && !aborted && rstCode === 0 ? 'finished' : 'aborted';
}
