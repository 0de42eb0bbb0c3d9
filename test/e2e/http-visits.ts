import type { ReceivedSpan, Receiver } from '@vigil/cli';
import type { HttpClient } from '../support/http-client.ts';
import type { Service } from '../support/service.ts';

/** A service under test, and what watches it. */
export interface Running {
  readonly service: Service;
  readonly sink: Receiver;
  readonly url: string;
  /** Where the application can be called by its own means: the same, but for a server that only speaks HTTP/2 or TLS. */
  readonly callable: string;
  readonly client: HttpClient;
}

/** What cases do to it. */
export interface Visits {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The server span of the request for this path, once it has arrived. */
  serverSpan(path: string): Promise<ReceivedSpan>;
  /** The last line that the application logged with this message, in this request if one is named. */
  logged(message: string, requestId?: string): Promise<Record<string, unknown>>;
}

/** How cases ask the service that they are given, and what came of it. */
export function visits(running: () => Running): Visits {
  return {
    get: (path, headers = {}) => running().client.fetch(running().url + path, { headers }),
    serverSpan: (path) =>
      running().sink.waitFor(({ spans }) => spans.find((span) => span.kind === 'server' && span.attributes['url.path'] === path)),
    async logged(message, requestId = '') {
      for (let tries = 0; tries < 900; tries++) {
        const line = running().service.stdout().split('\n').findLast((text) => text.includes(`"msg":"${message}"`) && text.includes(requestId));
        if (line !== undefined) return JSON.parse(line) as Record<string, unknown>;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`nothing logged: ${message}`);
    },
  };
}
