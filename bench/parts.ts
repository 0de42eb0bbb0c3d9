import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('parts-process.ts', import.meta.url));

/** `npm run bench -- --parts`: what a request is made of, nanosecond by nanosecond. Gives the exit code. */
export async function parts({ quick = false }: { quick?: boolean | undefined }): Promise<number> {
  // A process of its own: what else this one has run would be in the compiler's books.
  const child = spawn(process.execPath, ['--conditions=vigil-source', file, ...(quick ? ['--quick'] : [])], { stdio: 'inherit' });
  const end = (): void => void child.kill('SIGKILL');
  process.on('exit', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('exit', end);
  return code ?? 1;
}
