import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import type { SenderSettings, Signal } from './message.ts';
import type { Target } from './post.ts';

/** How one signal leaves. */
export interface Way {
  readonly target: Promise<Target>;
  /** For one parcel, all attempts together, ms. */
  readonly timeout: number;
}

const PROTOBUF = { 'Content-Type': 'application/x-protobuf' };

/** What settings and the specification's variables make of it. They are read in the thread that calls this. */
export function wayOf(signal: Signal, { endpoint, headers, userAgent }: Pick<SenderSettings, 'endpoint' | 'headers' | 'userAgent'>): Way {
  const path = `v1/${signal}`;
  const url = endpoint === undefined ? {} : { url: `${endpoint.replace(/\/$/, '')}/${path}` };
  const options = convertLegacyHttpOptions({ ...url, headers: { ...headers } }, signal.toUpperCase(), path, PROTOBUF);
  const target = async (): Promise<Target> => ({
    url: options.url,
    headers: { ...(await options.headers()), 'user-agent': userAgent },
    gzip: options.compression === 'gzip',
    agent: await options.agentFactory(new URL(options.url).protocol) as Target['agent'],
    request: (options.url.startsWith('https:') ? httpsRequest : httpRequest) as Target['request'],
  });
  return { target: target(), timeout: options.timeoutMillis };
}
