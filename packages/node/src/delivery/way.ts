import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
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
  const secure = url.startsWith('https:');
  // `proxyEnv` is Node's own, from 22.21 and 24.5 on.
  const options = { keepAlive: true, ...(proxy === undefined ? {} : { proxyEnv: proxy }) };
  return {
    url, gzip,
    headers: { ...headers, 'content-type': protocol === 'http/json' ? 'application/json' : 'application/x-protobuf', 'user-agent': userAgent },
    agent: secure ? new HttpsAgent({ ...options, ca, cert, key }) : new HttpAgent(options),
    request: (secure ? httpsRequest : httpRequest) as Target['request'],
  };
}
