import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/cli/dist/vigil.mjs', import.meta.url));

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

/** What `vigil doctor` came to. */
export interface Examined {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExaminedOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Interrupts it once this was printed. */
  readonly interruptOn?: string;
}

/** Runs the built `vigil doctor` as a person does, with nothing of telemetry in the environment but what the test wants. */
export async function runDoctor(args: readonly string[], { cwd, env, interruptOn }: ExaminedOptions = {}): Promise<Examined> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_OPTIONS|NODE_V8_COVERAGE|FORCE_COLOR)/.test(name));
  const child = spawn(process.execPath, [bin, 'doctor', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'], cwd,
    // A port that nobody listens on, so that no test ever sends to a stranger.
    env: { ...Object.fromEntries(inherited), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stderr.on('data', () => { if (interruptOn !== undefined && stderr.includes(interruptOn)) child.kill('SIGINT'); });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The findings that it told as JSON, by code. */
export function findingsOf({ stdout }: Examined): Readonly<Record<string, Finding>> {
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return Object.fromEntries(findings.map((one) => [one.code, one]));
}

/** Something else than a collector, listening on loopback. */
export async function listen<S extends NetServer>(server: S): Promise<{ readonly host: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      if ('closeAllConnections' in server) (server as unknown as Server).closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server that gives everybody the same answer. */
export function answering(status: number, headers: Record<string, string>, body: string | ((authorization: string) => string)): Server {
  return createServer((request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : body(String(request.headers.authorization)));
  });
}
