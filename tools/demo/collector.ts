/* oxlint-disable no-await-in-loop -- asking again and again is the point */
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { otelcol } from '../parts/otelcol.ts';
import { freePorts } from './free-ports.ts';
import { startProcess, type Process } from './process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The Collector between the services and the receiver, or why there is none. */
export type Collector = { readonly process: Process; readonly url: string; readonly how: string } | { readonly missing: string };

/** Starts the Collector on the shipped configuration when there is one at once; the demo never builds one. */
export async function startCollector(backend: string): Promise<Collector> {
  const part = await otelcol({ build: false });
  if ('missing' in part) return part;
  const [http, grpc, health] = (await freePorts(3)) as [number, number, number];
  const env = {
    ...process.env,
    COLLECTOR_HOST: '127.0.0.1', COLLECTOR_HTTP_PORT: String(http), COLLECTOR_GRPC_PORT: String(grpc), COLLECTOR_HEALTH_PORT: String(health),
    BACKEND_ENDPOINT: backend,
  };
  const args = [...part.args, '--config', 'otel-collector.yaml'];
  return { process: startProcess({ name: 'the Collector', command: part.path, args, cwd: root, env }), url: `http://127.0.0.1:${http}`, how: part.how };
}

/** Resolves when the Collector's OTLP port answers anything at all; rejects when it is gone, or silent for 10 s. */
export async function whenAnswering({ url, process: collector }: { url: string; process: Process }): Promise<void> {
  for (let tries = 0; tries < 200 && collector.isAlive(); tries++) {
    if (await fetch(url).then(() => true, () => false)) return;
    await sleep(50);
  }
  if (!collector.isAlive()) return collector.failure;
  throw new Error(`The Collector does not answer at ${url} after 10 s.`);
}
