import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('start', () => {
  let sink: Server;
  let url: string;
  let paths: (string | undefined)[];

  before(async () => {
    sink = createServer((request, response) => {
      paths.push(request.url);
      request.resume().on('end', () => response.end());
    });
    await once(sink.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  });
  beforeEach(() => { paths = []; });
  after(() => {
    sink.closeAllConnections();
    sink.close();
  });

  /** A process in which `start` and `span` are at hand; telemetry goes to the sink alone. */
  async function run(code: string, env: Record<string, string> = {}): Promise<Ended> {
    const script = `
      import { start } from ${JSON.stringify(fileURLToPath(new URL('index.ts', import.meta.url)))};
      import { trace } from ${JSON.stringify(fileURLToPath(import.meta.resolve('@opentelemetry/api')))};
      const span = () => trace.getTracer('test').startSpan('a').end();
      const listeners = () => ['SIGTERM', 'SIGINT', 'beforeExit', 'exit', 'uncaughtExceptionMonitor'].map((name) => process.listenerCount(name)).join();
      ${code}`;
    const inherited = Object.entries(process.env).filter(([name]) => !/^(OTEL_|VIGIL_)/.test(name));
    const child = spawn(process.execPath, ['--conditions=vigil-source', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...Object.fromEntries(inherited), OTEL_SERVICE_NAME: 'under-test', OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { code: exitCode, stdout: stdout.trim(), stderr: stderr.trim() };
  }
  const signals = (): Record<string, string> => ({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/own/traces`, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/own/metrics`, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${url}/own/logs`,
  });

  it('says one line, and sends what there is before the process ends', async () => {
    const { code, stderr } = await run('start(); span();');
    expect(code).to.equal(0);
    expect(stderr.split('\n')).to.have.length(1);
    expect(stderr).to.match(/^vigil: \S+ watches under-test.*; traces, metrics, logs to http:\/\/127\.0\.0\.1:\d+ \(http\/protobuf\); mode observe$/);
    expect(paths).to.include('/v1/traces');
  });

  it('answers a second time with what runs already', async () => {
    expect((await run('console.log(start() === start());')).stdout).to.equal('true');
  });

  it('leaves no listener, timer or socket behind after its shutdown, and can begin anew', async () => {
    const { stdout, code } = await run(`
      const before = listeners();
      const first = start();
      span();
      await Promise.all([first.shutdown(), first.shutdown()]);
      console.log(listeners() === before, first.status().running, first.status().delivery.traces.delivered);
      console.log(start() !== first);`);
    expect(stdout.split('\n')).to.deep.equal(['true false 1', 'true']);
    expect(code).to.equal(0);
  });

  it('says at its shutdown what could not be delivered', async () => {
    const { stderr } = await run('const vigil = start(); span(); await vigil.shutdown(100);', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(stderr).to.include('VIGIL_TELEMETRY_LOST: not delivered before the end: 1 spans, 1 metric exports.');
  });

  it('says nothing of what ends after its shutdown', async () => {
    const { stdout, stderr } = await run(`
      import { createServer, get } from 'node:http';
      const vigil = start({ spanDelay: 1 });
      const server = createServer(() => {}).listen(0, '127.0.0.1', () => {
        const call = new Promise((resolve) => get({ port: server.address().port, agent: false }, (answer) => answer.resume()).on('close', resolve));
        server.once('request', async (request, response) => {
          await vigil.shutdown();
          response.end();
          await call;
          server.close();
          while (vigil.status().delivery.traces.dropped === 0) await new Promise((resolve) => setTimeout(resolve, 5));
          console.log('counted');
        });
      });`);
    expect([stdout, stderr.split('\n').length]).to.deep.equal(['counted', 1]);
  });

  it('does nothing at all when it is disabled, by environment or by code', async () => {
    const probe = 'console.log(listeners() === before, vigil.status().running, await vigil.flush(), await vigil.shutdown());';
    for (const [call, env] of [['start()', { VIGIL_DISABLED: 'true' }], ['start({ disabled: true })', {}]] as const) {
      const { stdout, stderr } = await run(`const before = listeners(); const vigil = ${call}; span(); ${probe}`, env);
      expect([stdout, stderr]).to.deep.equal(['true false true undefined', '']);
    }
    expect(paths).to.deep.equal([]);
  });

  it('throws the first problem in strict mode, and only there', async () => {
    const strict = await run("try { start({ mode: 'x' }); } catch (error) { console.log(error.code); }", { VIGIL_STRICT: 'true' });
    expect(strict.stdout).to.equal('VIGIL_CONFIG_INVALID');
    const lax = await run("console.log(start({ mode: 'x' }).status().running);");
    expect(lax.stdout).to.equal('true');
    expect(lax.stderr).to.include('VIGIL_CONFIG_INVALID: mode is "x"');
  });

  it('sends in spite of an endpoint in code that is no URL', async () => {
    const { stdout, stderr } = await run(`
      const vigil = start({ endpoint: 'no URL' });
      span();
      await vigil.flush(5000);
      console.log(vigil.status().delivery.traces.delivered);`, signals());
    expect(stderr).to.include('VIGIL_CONFIG_INVALID: endpoint is');
    expect(stdout).to.equal('1');
    expect(paths).to.include('/own/traces');
  });

  it('uses an endpoint in code for all signals, before the environment', async () => {
    await run(`start({ endpoint: '${url}/code' }); span();`, { ...signals(), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(new Set(paths)).to.deep.equal(new Set(['/code/v1/traces', '/code/v1/metrics']));
  });

  it('shows neither headers nor the user of an endpoint', async () => {
    const { stderr, stdout } = await run("console.log(JSON.stringify(start({ headers: { authorization: 'hunter2' } }).status()));", {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${url.replace('//', '//ann:hunter3@')}/?key=hunter4`, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hunter5',
    });
    expect(stderr + stdout).not.to.match(/hunter/);
  });

  it('sends nothing where nothing is to be exported', async () => {
    const { stderr } = await run('start(); span();', { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
    expect(stderr).to.include('nothing is exported');
    expect(paths).to.deep.equal([]);
  });
});
