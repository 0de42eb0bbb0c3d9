import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

/** Where and how one signal is sent. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The bodies are compressed. */
  readonly gzip: boolean;
  readonly agent: Agent;
  readonly request: (url: string, options: object, onResponse: (response: IncomingMessage) => void) => ClientRequest;
}

/** What one attempt came to. */
export type Attempt =
  /** `left`: nobody reads the posted bytes any more. */
  | { readonly taken: true; readonly body: Uint8Array; readonly left?: boolean }
  | { readonly taken: false; readonly error: string; readonly retry: boolean; readonly after?: number };

/** More than any collector answers; what comes beyond is not read. */
const LONGEST_ANSWER = 1024 * 1024;
/** OTLP: these statuses ask for another attempt, all others are final. */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Posts a body once. Never rejects. */
export async function post(target: Target, body: Uint8Array, timeout: number): Promise<Attempt> {
  try {
    return await attempt(target, body, timeout);
  } catch (error) {
    // Not even a request could be made of the target; another attempt would come to the same.
    return { taken: false, error: errorText(error), retry: false };
  }
}

function attempt({ url, agent, headers, gzip, request: open }: Target, body: Uint8Array, timeout: number): Promise<Attempt> {
  return new Promise((resolve) => {
    const settle = (outcome: Attempt): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const failed = (error: unknown): void => settle({ taken: false, error: errorText(error), retry: true });
    const request = open(url, { method: 'POST', agent, headers: { ...headers, ...(gzip ? { 'content-encoding': 'gzip' } : {}) } }, (response) => {
      void read(response).then((answer) => settle(judge(response, answer, request)), failed);
    });
    // Of our own: the time-out of a socket begins anew with each byte, so that a trickling answer would never end.
    const timer = setTimeout(() => request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })), timeout).unref();
    // Where this thread is the application's, an answer that does not come must not keep it alive.
    request.on('socket', (socket) => socket.unref());
    request.on('error', failed);
    request.end(body);
  });
}

function errorText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The answer's text is never repeated: it may quote what was sent. */
function judge({ statusCode = 0, headers }: IncomingMessage, body: Uint8Array, { writableFinished }: ClientRequest): Attempt {
  if (statusCode >= 200 && statusCode < 300) return { taken: true, body, left: writableFinished };
  const seconds = Number(headers['retry-after']);
  const after = Number.isFinite(seconds) && seconds > 0 ? { after: seconds * 1000 } : {};
  return { taken: false, error: `HTTP ${statusCode}`, retry: RETRYABLE.has(statusCode), ...after };
}
