import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const register = fileURLToPath(new URL('../register.ts', import.meta.url));

type Note = Readonly<Record<string, any>>;

describe('the report to the doctor', function () {
  this.timeout(60_000);
  let notes: string;
  let collector: Server;
  let bodies: string[];
  let code: number | null;

  beforeEach(async () => {
    notes = mkdtempSync(join(tmpdir(), 'vigil-notes-'));
    bodies = [];
    collector = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString('latin1'))).on('end', () => {
        response.writeHead(403, { 'content-type': 'text/plain', date: new Date(Date.now() + 60_000).toUTCString() }).end(`${request.headers['x-key']} may not`);
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
  });
  afterEach(() => {
    collector.close();
    collector.closeAllConnections();
    rmSync(notes, { recursive: true, force: true });
  });

  async function report(env: NodeJS.ProcessEnv): Promise<readonly Note[]> {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_OPTIONS)/.test(name));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const child = spawn(process.execPath, ['--conditions=vigil-source', '--import', register, '--eval', '0'], {
      stdio: 'ignore', env: { ...Object.fromEntries(inherited), OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hunter2', VIGIL_DOCTOR: notes, ...env },
    });
    [code] = (await once(child, 'close')) as [number | null];
    return readdirSync(notes).flatMap((file) => readFileSync(join(notes, file), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Note));
  }

  const of = (all: readonly Note[], kind: string): Note => all.find((note) => note['kind'] === kind) ?? {};

  it('tells how the process was set up, what it says, what is heard, and what the endpoint answers', async () => {
    const all = await report({ OTEL_SERVICE_NAME: 'patient', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', VIGIL_MODE: 'sleep', OTEL_SERVICE_NAMES: 'x' });
    expect(of(all, 'start')).to.deep.include({ preloads: [`--import ${register}`], unknown: [{ name: 'OTEL_SERVICE_NAMES', nearest: 'OTEL_SERVICE_NAME', edits: 1 }] });
    expect(of(all, 'said')).to.include({ level: 'warn', code: 'VIGIL_CONFIG_INVALID' });
    expect(of(all, 'running')).to.include({ service: 'patient', hotPath: true });
    expect(of(all, 'answer')).to.include({ signal: 'traces', status: 403, body: '(hidden) may not' });
    expect(of(all, 'answer')['aheadMs']).to.be.within(55_000, 61_000);
    expect(Object.values(of(all, 'state')['channels'] as object)).to.not.include(false);
    expect(bodies.join('')).to.equal('');
    expect(JSON.stringify(all)).to.not.include('hunter2');
  });

  it('is not made when nobody asks', async () => {
    expect(await report({ VIGIL_DOCTOR: '' })).to.deep.equal([]);
  });

  it('fails by itself alone: a folder that is not there leaves the process as it was', async () => {
    expect(await report({ VIGIL_DOCTOR: join(notes, 'attic'), OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' })).to.deep.equal([]);
    expect(code).to.equal(0);
  });
});
