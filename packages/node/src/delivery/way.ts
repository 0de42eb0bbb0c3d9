import { grpcWay } from './grpc-way.ts';
import type { ExportTarget, SenderSettings, Signal } from './message.ts';
import { post, type Attempt, type Target } from './post.ts';

/** How one signal leaves. */
export interface Way {
  readonly protocol: ExportTarget['protocol'];
  /** For one parcel, all attempts together, ms. */
  readonly timeout: number;
  /** The bodies are to come compressed. */
  readonly gzip: boolean;
  /** One attempt; never rejects. */
  post(body: Uint8Array, timeout: number): Promise<Attempt>;
  /** Takes its connections back, where something holds on to them. */
  close?(): void;
}

/** The way of one signal; undefined when it is not exported. */
export function wayOf(signal: Signal, { targets, proxy, userAgent }: Pick<SenderSettings, 'targets' | 'proxy' | 'userAgent'>): Way | undefined {
  const target = targets[signal];
  if (target === undefined) return undefined;
  if (target.protocol === 'grpc') return targets.grpc === undefined ? undefined : grpcWay(signal, target, targets.grpc, userAgent);
  const http = httpTarget(target, proxy, userAgent);
  return { protocol: target.protocol, timeout: target.timeout, gzip: target.gzip, post: (body, timeout) => post(http, body, timeout) };
}

/** The same over HTTP, as it is posted to. */
export function httpTarget({ protocol, url, headers, gzip, ca, cert, key }: ExportTarget, proxy: SenderSettings['proxy'], userAgent: string): Target {
  // `proxyEnv` is Node's own, from 22.21 and 24.5 on.
  const options = { keepAlive: true, ...(proxy === undefined ? {} : { proxyEnv: proxy }) };
  return {
    url, gzip,
    headers: { ...headers, 'content-type': protocol === 'http/json' ? 'application/json' : 'application/x-protobuf', 'user-agent': userAgent },
    ...client(url, options, { ca, cert, key }),
  };
}

/**
 * Node's client, and not by `import`: that reads every export of `node:http`, `WebSocket` among them, for which Node loads all of
 * undici. TLS is loaded only where there is some. (8 MB less in this thread for both, measured.)
 */
function client(url: string, options: object, certificates: object): Pick<Target, 'agent' | 'request'> {
  if (!url.startsWith('https:')) {
    const { Agent, request } = process.getBuiltinModule('node:http');
    return { agent: new Agent(options), request };
  }
  const { Agent, request } = process.getBuiltinModule('node:https');
  return { agent: new Agent({ ...options, ...certificates }), request };
}
