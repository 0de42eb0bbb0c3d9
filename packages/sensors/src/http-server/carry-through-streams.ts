import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { replaceMethod } from '../replace-method.ts';
import { stopAll, type Stop } from '../watch-channel.ts';
import { carriedExchange } from './carried-exchange.ts';
import type { Watch } from './connection.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { withRequestId } from './request-id-header.ts';
import { withServerTiming } from './server-timing.ts';

type Stream = ServerHttp2Stream;
type Methods = Pick<Stream, 'emit' | 'respond' | 'respondWithFD' | 'respondWithFile'>;

/**
 * Makes streams that carry an exchange run their events in its context (Node emits those that end a request or bring its
 * body in the context of the connection), and tell of their request in their answer. Their class is not exported, so
 * it is taken from the first of them.
 */
export function carryThroughStreams<E extends Exchange>(stream: Stream, observer: ServerObserver<E>, watch: Watch): Stop {
  const prototype = Object.getPrototypeOf(stream) as Methods;
  const methods = carryingMethods(methodsOf(prototype), observer, watch);
  return stopAll(Object.entries(methods).map(([name, method]) => replaceMethod(prototype, name, method)));
}

function methodsOf({ emit, respond, respondWithFD, respondWithFile }: Methods): Methods {
  return { emit, respond, respondWithFD, respondWithFile };
}

function carryingMethods<E extends Exchange>(node: Methods, observer: ServerObserver<E>, watch: Watch): Record<keyof Methods, (...given: never[]) => unknown> {
  const { traceParent } = observer;
  const exchangeOf = (stream: Stream): E | undefined => (watch.isOver ? undefined : (carriedExchange(stream) as E | undefined));
  const told = (stream: Stream, headers: OutgoingHttpHeaders | undefined): OutgoingHttpHeaders | undefined => {
    const exchange = exchangeOf(stream);
    const withId = withRequestId(headers, exchange?.requestId ?? '');
    return exchange === undefined || traceParent === undefined ? withId : withServerTiming(withId, traceParent(exchange));
  };
  return {
    emit(this: Stream, ...args: Parameters<Stream['emit']>): boolean {
      const exchange = exchangeOf(this);
      // Most events of a stream have no listener.
      if (exchange === undefined || this.listenerCount(args[0]) === 0 || observer.isCurrent(exchange)) return node.emit.apply(this, args);
      return observer.run(exchange, () => node.emit.apply(this, args));
    },
    respond(this: Stream, headers: OutgoingHttpHeaders | undefined, ...rest: []) {
      node.respond.call(this, told(this, headers), ...rest);
    },
    respondWithFD(this: Stream, file: number, headers: OutgoingHttpHeaders | undefined, ...rest: []) {
      node.respondWithFD.call(this, file, told(this, headers), ...rest);
    },
    respondWithFile(this: Stream, path: string, headers: OutgoingHttpHeaders | undefined, ...rest: []) {
      node.respondWithFile.call(this, path, told(this, headers), ...rest);
    },
  };
}
