import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';

/** Collector default is 20 MiB; the desk is generous, since it also stands in for one. */
export const maxBodyBytes: number = 64 * 1024 * 1024;

export type Body =
  | { readonly bytes: Buffer; readonly problem?: undefined }
  | { readonly bytes?: undefined; readonly problem: 'too large' | 'not compressed as it says' };

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflate) };

export type Compression = keyof typeof inflaters | 'identity';

/** Whether a request's content-encoding can be read. */
export function isKnownCompression(name: string): name is Compression {
  return name === 'identity' || Object.hasOwn(inflaters, name);
}

/** Reads a request's body, decompressed; the limit holds before and after, so a small bomb stays small. */
export async function readBody(request: IncomingMessage, compression: Compression): Promise<Body> {
  const packed = await collect(request);
  if (!packed) return { problem: 'too large' };
  if (compression === 'identity') return { bytes: packed };
  try {
    return { bytes: await inflaters[compression](packed, { maxOutputLength: maxBodyBytes }) };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'not compressed as it says' };
  }
}

async function collect(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // Not `for await`: leaving that early destroys the request, and with it the socket that the 413 has to go out on.
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
