import type { IncomingMessage } from 'node:http';
import { now, unixNow } from '../config/clock.ts';
import type { Signal } from '../delivery/message.ts';
import type { Target } from '../delivery/post.ts';
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

const LONGEST_BODY = 500;

/** Sends an OTLP request without any telemetry on the way that this signal takes. Never rejects. */
export async function askEndpoint(signal: Signal, target: Target, timeout: number): Promise<EndpointAnswer> {
  const began = now();
  const asked = { signal, url: shownUrl(target.url) };
  try {
    const { response, body } = await request(target, timeout);
    const latencyMs = now() - began;
    return {
      ...asked, latencyMs, status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: hidden(body, target.headers),
      ...aheadOf(response.headers.date, unixNow() - latencyMs / 2),
    };
  } catch (error) {
    return { ...asked, latencyMs: now() - began, error: codeOf(error) };
  }
}

function request({ url, headers, agent, request: open }: Target, timeout: number): Promise<{ response: IncomingMessage; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = open(url, { method: 'POST', agent, headers: { ...headers, 'content-length': '0' } }, (response) => {
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
    sent.end();
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
