import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Stop } from '../watch-channel.ts';
import { carriedExchange } from './carried-exchange.ts';
import type { Exchange, ServerObserver } from './exchange.ts';
import { withRequestId } from './request-id-header.ts';
import { withServerTiming } from './server-timing.ts';

type Stream = ServerHttp2Stream;
type Methods = Pick<Stream, 'emit' | 'respond' | 'respondWithFD' | 'respondWithFile'>;

/**
 * Makes streams that carry an exchange run their events in its context (Node emits those that end a request or bring its
 * body in the context of the connection), and tell of their request in their answer. Their class is not exported, so
 * it is taken from the first of them; what it inherits and what it has itself is put back at the end.
 */
export function carryThroughStreams<E extends Exchange>(stream: Stream, observer: ServerObserver<E>): Stop {
  const prototype = Object.getPrototypeOf(stream) as Methods;
  const before = Object.getOwnPropertyDescriptors(prototype);
  for (const [name, value] of Object.entries(carryingMethods(methodsOf(prototype), observer))) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
  }
  return () => {
    for (const name of ['emit', 'respond', 'respondWithFD', 'respondWithFile'] as const) {
      if (before[name] === undefined) delete (prototype as Partial<Methods>)[name];
      else Object.defineProperty(prototype, name, before[name]);
    }
  };
}

function methodsOf({ emit, respond, respondWithFD, respondWithFile }: Methods): Methods {
  return { emit, respond, respondWithFD, respondWithFile };
}

function carryingMethods<E extends Exchange>(node: Methods, observer: ServerObserver<E>): object {
  const { traceParent } = observer;
  const told = (stream: Stream, headers: OutgoingHttpHeaders | undefined): OutgoingHttpHeaders | undefined => {
    const exchange = carriedExchange(stream) as E | undefined;
    const withId = withRequestId(headers, exchange?.requestId ?? '');
    return exchange === undefined || traceParent === undefined ? withId : withServerTiming(withId, traceParent(exchange));
  };
  return {
    emit(this: Stream, ...args: Parameters<Stream['emit']>): boolean {
      const exchange = carriedExchange(this) as E | undefined;
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
