import type { ChildProcess } from 'node:child_process';

/** All that a stream has brought so far. */
export function gather(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

/** Where an application listens, once it has said so; whoever runs it may put something before its words. */
export async function listening(child: ChildProcess, stdout: () => string, stderr: () => string): Promise<string> {
  for (;;) {
    const port = /LISTENING (\d+)\s/.exec(stdout())?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The application ended:\n${stdout()}\n${stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
