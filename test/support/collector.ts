import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../../tools/parts/command.ts';
import type { Otelcol } from '../../tools/parts/otelcol.ts';
import { root } from '../../tools/setup/say.mjs';
import { freePorts } from './free-ports.ts';

/** The configuration that we ship. */
export const shippedConfig: string = join(root, 'otel-collector.yaml');

const coreConfig = join(root, 'tools/parts/otelcol/core/collector.yaml');

export interface CollectorOptions {
  /** What `needPart` gave: it runs the shipped configuration, or what a core Collector can do of it. */
  readonly part: Otelcol;
  /** Where its last exporter sends to, as OTLP JSON: the `url` of a receiver. */
  readonly sink: string;
  /** Laid over the configuration, key by key; lists replace lists. */
  readonly override?: object;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Collector {
  /** OTLP over HTTP, for OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly grpcUrl: string;
  readonly healthUrl: string;
  /** Everything it has said so far. */
  output(): string;
  /** Resolves when it has ended, with its exit code; what it held was sent on before. */
  stop(): Promise<number | null>;
}

// A port can be taken between being found free and being bound; a second choice is enough in practice.
const ATTEMPTS = 3;

/** Starts the real Collector on free ports of loopback; resolves when it takes telemetry. Rejects with what it said if it ends. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  for (let attempt = 1; ; attempt++) {
    const collector = await attemptStart(options);
    if (collector.failure === undefined) return collector.running;
    if (attempt === ATTEMPTS || !/address already in use/.test(collector.failure)) throw new Error(collector.failure);
  }
}

type Attempt = { failure: string } | { failure?: undefined; running: Collector };

async function attemptStart({ part, sink, override = {}, env = {} }: CollectorOptions): Promise<Attempt> {
  const [http, grpc, health] = (await freePorts(3)) as [number, number, number];
  const folder = await mkdtemp(join(tmpdir(), 'vigil-collector-'));
  const files = await writeLayers(folder, part, [testSettings(sink), override]);
  const args = files.map((file) => `--config=${file}`);
  const ports = { COLLECTOR_HTTP_PORT: String(http), COLLECTOR_GRPC_PORT: String(grpc), COLLECTOR_HEALTH_PORT: String(health) };
  const child = spawn(part.path, args, { env: { ...process.env, ...ports, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = gather(child);
  const ended = once(child, 'close').finally(() => rm(folder, { recursive: true, force: true }));
  const url = `http://127.0.0.1:${http}`;
  if (!(await answers(url, child))) {
    await stop(child, ended);
    return { failure: `The Collector did not start:\n${output()}` };
  }
  const urls = { url, grpcUrl: `http://127.0.0.1:${grpc}`, healthUrl: `http://127.0.0.1:${health}` };
  return { running: { ...urls, output, stop: () => stop(child, ended) } };
}

// Plain JSON, so that the sink and a person can read it; at once, so that no test waits for a batch.
function testSettings(sink: string): object {
  return {
    processors: { batch: { timeout: '20ms' } },
    exporters: { otlp_http: { endpoint: sink, encoding: 'json', compression: 'none', retry_on_failure: { initial_interval: '100ms' } } },
  };
}

// JSON is YAML. The Collector lays several files over each other. The shipped one is given to it as it stands.
async function writeLayers(folder: string, part: Otelcol, overrides: readonly object[]): Promise<string[]> {
  const core = part.kind === 'core' ? [await readFile(coreConfig, 'utf8')] : [];
  const exporter = await exporterName(part);
  const layers = [...core, ...overrides.map((layer) => JSON.stringify(layer))];
  const files = await Promise.all(layers.map(async (layer, index) => {
    const file = join(folder, `${index}.yaml`);
    await writeFile(file, layer.replaceAll('otlp_http', exporter));
    return file;
  }));
  return part.kind === 'core' ? files : [shippedConfig, ...files];
}

// A core Collector may be so old that it does not know its exporter by today's name.
async function exporterName({ kind, path }: Otelcol): Promise<string> {
  if (kind === 'contrib') return 'otlp_http';
  return /name: otlp_http\b/.test((await command(path, ['components'])).output) ? 'otlp_http' : 'otlphttp';
}

function gather(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

// It is ready when its OTLP port answers anything at all; health is said before that.
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 600 && child.exitCode === null && child.signalCode === null; tries++) {
    if (await fetch(url).then((response) => response.arrayBuffer(), () => undefined)) return true;
    await sleep(50);
  }
  return false;
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<number | null> {
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
  return child.exitCode;
}
