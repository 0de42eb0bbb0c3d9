import type { IncomingMessage } from 'node:http';
import { now, unixNow } from '../config/clock.ts';
import type { SenderSettings, Signal } from '../delivery/message.ts';
import type { Target } from '../delivery/post.ts';
import { httpTarget, wayOf } from '../delivery/way.ts';
import { shownUrl } from '../start-line.ts';

/** What the other side said to a request without content. */
export interface EndpointAnswer {
  readonly signal: Signal;
  /** Without credentials. */
  readonly url: string;
  readonly status?: number;
  readonly type?: string;
  /** The beginning of its text; what we sent as headers is taken out. */
  readonly body?: string;
  readonly latencyMs: number;
  /** How far its clock is ahead of ours, ms, as far as the whole seconds of its `Date` tell. */
  readonly aheadMs?: number;
  /** Node's or TLS's code when there was no answer. */
  readonly error?: string;
}

type Sender = Pick<SenderSettings, 'targets' | 'proxy' | 'userAgent'>;

const LONGEST_BODY = 500;

/** Sends an OTLP request without any telemetry on the way that this signal takes. Never rejects. */
export async function askEndpoint(signal: Signal, sender: Sender, timeout: number): Promise<EndpointAnswer> {
  const target = sender.targets[signal];
  if (target === undefined) return { signal, url: '', latencyMs: 0, error: 'it is not exported' };
  if (target.protocol === 'grpc') return askByGrpc(signal, target.url, sender, timeout);
  return askByHttp(signal, httpTarget(target, sender.proxy, sender.userAgent), target.protocol === 'http/json' ? '{}' : '', timeout);
}

/** gRPC tells no more than whether it was taken. */
async function askByGrpc(signal: Signal, url: string, sender: Sender, timeout: number): Promise<EndpointAnswer> {
  const began = now();
  const way = wayOf(signal, sender);
  const attempt = await way?.post(new Uint8Array(0), timeout);
  way?.close?.();
  const asked = { signal, url: shownUrl(url), latencyMs: now() - began };
  return attempt?.taken === true ? { ...asked, status: 200, type: 'application/grpc', body: '' } : { ...asked, error: attempt?.error ?? 'it is not exported' };
}

async function askByHttp(signal: Signal, target: Target, empty: string, timeout: number): Promise<EndpointAnswer> {
  const began = now();
  const asked = { signal, url: shownUrl(target.url) };
  try {
    const { response, body } = await request(target, empty, timeout);
    const latencyMs = now() - began;
    return {
      ...asked, latencyMs, status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: hidden(body, target.headers),
      ...aheadOf(response.headers.date, unixNow() - latencyMs / 2),
    };
  } catch (error) {
    return { ...asked, latencyMs: now() - began, error: codeOf(error) };
  }
}

function request({ url, headers, agent, request: open }: Target, empty: string, timeout: number): Promise<{ response: IncomingMessage; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = open(url, { method: 'POST', agent, headers: { ...headers, 'content-length': String(empty.length) } }, (response) => {
      let body = '';
      response.setEncoding('latin1').on('data', (chunk: string) => (body = (body + chunk).slice(0, LONGEST_BODY * 4)));
      response.on('end', () => settle(() => resolve({ response, body })));
      response.on('error', (error) => settle(() => reject(error)));
    });
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      then();
    };
    const timer = setTimeout(() => sent.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })), timeout);
    sent.on('error', (error) => settle(() => reject(error)));
    sent.end(empty);
  });
}

/** A text that quotes a header of ours would put a key on somebody's screen. */
function hidden(body: string, headers: Target['headers']): string {
  const text = Buffer.from(body, 'latin1').toString();
  const secrets = Object.entries(headers).filter(([name]) => !/^(content-type|user-agent)$/i.test(name)).flatMap(([, value]) => [value, ...value.split(' ')]);
  const safe = secrets.filter((secret) => secret.length >= 4).reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
  return safe.slice(0, LONGEST_BODY);
}

/** The header says whole seconds: the clock was somewhere within that one. */
function aheadOf(date: string | undefined, ours: number): { aheadMs?: number } {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return {};
  const ahead = theirs - ours;
  if (ahead > 0) return { aheadMs: ahead };
  return { aheadMs: Math.min(0, ahead + 1000) };
}

function codeOf(error: unknown): string {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  return code ?? errors?.[0]?.code ?? message;
}
