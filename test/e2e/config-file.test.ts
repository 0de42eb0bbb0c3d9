import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { appsFolder, startService, type ServiceOptions } from '../support/service.ts';

/** As if these packages were not installed. */
const without = (names: string): Record<string, string> => ({ NODE_OPTIONS: `--require ${appsFolder}without-packages.cjs`, WITHOUT: names });

/** A service in a folder of its own, with what a configuration file says in place of the environment. */
function running(folder: string, env: ServiceOptions['env'] = {}, more: Partial<ServiceOptions> = {}): ReturnType<typeof startService> {
  return startService({
    app: `require(${JSON.stringify(join(appsFolder, 'one-request.cjs'))})`, cwd: folder, ...more,
    // A busy machine may take longer than a user would wait.
    env: { END: 'natural', VIGIL_EXIT_DEADLINE: '30000', OTEL_SERVICE_NAME: undefined, OTEL_EXPORTER_OTLP_ENDPOINT: undefined, ...more.env, ...env },
  });
}

describe('a configuration file', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let folder: string;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());
  beforeEach(() => {
    sink.clear();
    folder = mkdtempSync(join(tmpdir(), 'vigil-config-'));
    writeFileSync(join(folder, 'package.json'), '{ "name": "by-manifest" }');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  it('is found beside the package.json, as JSON', async () => {
    write('vigil.config.json', { $schema: './node_modules/@vigil/node/vigil.schema.json', endpoint: sink.url, serviceName: 'by-file', headers: { 'x-key': 'k' }, metricsExporter: ['none'] });
    const service = running(folder);
    await service.ended;
    expect(service.stderr()).to.match(/^vigil: \S+ watches by-file; traces, logs to http:\/\/127\.0\.0\.1:\d+ \(http\/protobuf\); mode observe\n$/);
    expect(new Set(sink.requests.map(({ signal, headers }) => `${signal} ${headers['x-key']}`))).to.deep.equal(new Set(['traces k']));
  });

  it('is found as YAML, by the parser that the application has', async () => {
    write('vigil.config.yaml', `endpoint: ${sink.url}\ntracesExporter: [otlp]\nmetricsExporter: [none]\nheaders:\n  x-key: k\n`);
    const service = running(folder, {}, { nodeArgs: ['--require', join(appsFolder, '../../node_modules/yaml/dist/index.js')] });
    await service.ended;
    expect(new Set(sink.requests.map(({ signal, headers }) => `${signal} ${headers['x-key']}`))).to.deep.equal(new Set(['traces k']));
  });

  it('names the package that YAML needs, and runs on without the file', async () => {
    write('vigil.config.yml', 'mode: shadow\n');
    const service = running(folder, { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', ...without('yaml') });
    expect((await service.ended).code).to.equal(0);
    expect(service.stderr()).to.include('VIGIL_PEER_MISSING: vigil.config.yml needs the package yaml, which is not installed. Install it (npm install yaml); until then the file is not read');
    expect(service.stderr()).to.include('mode observe');
  });

  it('is the one that VIGIL_CONFIG names, and comes after the environment', async () => {
    write('vigil.config.json', { mode: 'enforce' });
    write('other.json', { mode: 'shadow', endpoint: 'http://127.0.0.1:9', serviceName: 'by-file' });
    const service = running(folder, { VIGIL_CONFIG: 'other.json', OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    await service.ended;
    expect(service.stderr()).to.match(/watches by-file; .*; mode shadow/);
    expect(sink.spans).to.have.length(2);
  });

  it('comes after code', async () => {
    write('vigil.config.json', { serviceName: 'by-file', mode: 'shadow', endpoint: sink.url });
    const service = running(folder, {}, {
      app: `require(${JSON.stringify(join(appsFolder, '../../packages/node/dist/index.mjs'))}).start({ serviceName: 'by-code' })`, preload: 'none',
    });
    await service.ended;
    expect(service.stderr()).to.match(/watches by-code; .*; mode shadow/);
  });

  for (const [what, content, line] of [
    ['no JSON', '{ "mode": hunter2 }', /^vigil: VIGIL_CONFIG_FILE_UNREADABLE: the configuration file vigil.config.json cannot be used: it cannot be parsed/],
    ['a list', [], /VIGIL_CONFIG_FILE_UNREADABLE: .* it holds no settings by name/],
    ['a wrong value', { mode: 'obsreve' }, /VIGIL_CONFIG_INVALID: mode in vigil.config.json is "obsreve", but it takes one of observe, shadow, enforce \(did you mean observe\?\)\. Correct it; the default observe is used until then/],
    ['an unknown name', { metricInterva: 5 }, /VIGIL_CONFIG_UNKNOWN: metricInterva in vigil.config.json is not a setting of Vigil\. Correct it \(did you mean metricInterval\?\); see docs\//],
  ] as const) {
    it(`that holds ${what} is named in one line, and the application runs on the defaults`, async () => {
      write('vigil.config.json', content);
      const service = running(folder, { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
      expect((await service.ended).code).to.equal(0);
      const [first, second, ...more] = service.stderr().trim().split('\n');
      expect([first, second]).to.satisfy(([one, two]: string[]) => line.test(one ?? '') && /watches by-manifest; nothing is exported; mode observe/.test(two ?? ''));
      expect(more).to.deep.equal([]);
      expect(service.stderr()).not.to.include('hunter2');
    });
  }

  for (const [what, make, reason] of [
    ['a pipe that nobody writes to', (file: string) => spawnSync('mkfifo', [file]), 'it is a pipe or a device, not a file'],
    ['a folder', (file: string) => mkdirSync(file), 'EISDIR, it is a folder'],
    ['a link to nowhere', (file: string) => symlinkSync('nowhere', file), 'ENOENT, there is no such file'],
  ] as const) {
    it(`that is ${what} is named, and the application begins`, async () => {
      make(join(folder, 'vigil.config.json'));
      const service = running(folder, { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
      expect((await service.ended).code).to.equal(0);
      expect(service.stderr()).to.include(`VIGIL_CONFIG_FILE_UNREADABLE: the configuration file vigil.config.json cannot be used: ${reason}.`);
    });
  }

  it('in YAML is not quoted on stderr by its parser, and may be all comments', async () => {
    write('vigil.config.yaml', 'headers: { x-key: !secret hunter2 }\n');
    const nodeArgs = ['--require', join(appsFolder, '../../node_modules/yaml/dist/index.js')];
    const none = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
    const tagged = running(folder, none, { nodeArgs });
    await tagged.ended;
    expect(tagged.stderr()).to.match(/^vigil: \S+ watches by-manifest; nothing is exported; mode observe\n$/);
    write('vigil.config.yaml', '# mode: shadow\n');
    const commented = running(folder, none, { nodeArgs });
    await commented.ended;
    expect(commented.stderr()).to.equal(tagged.stderr());
  });

  it('that is wrong keeps the application from starting with VIGIL_STRICT', async () => {
    write('vigil.config.json', { mode: 'obsreve', strict: true });
    const service = running(folder);
    expect((await service.ended).code).to.equal(1);
    expect(service.stdout()).to.equal('');
  });

  it('can switch everything off', async () => {
    write('vigil.config.json', { disabled: true, endpoint: sink.url });
    const service = running(folder);
    expect((await service.ended).code).to.equal(0);
    expect(service.stderr()).to.equal('');
    expect(sink.requests).to.deep.equal([]);
  });
});

describe('a declarative configuration', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let folder: string;
  before(async () => { sink = await startReceiver(); });
  after(() => sink.close());
  beforeEach(() => {
    sink.clear();
    folder = mkdtempSync(join(tmpdir(), 'vigil-declared-'));
    writeFileSync(join(folder, 'package.json'), '{ "name": "by-manifest" }');
    const exporter = (signal: string): string => `{ otlp_http: { endpoint: "${sink.url}/v1/${signal}", headers: [{ name: x-from, value: "\${FROM}" }] } }`;
    writeFileSync(join(folder, 'otel.yaml'), [
      'file_format: "1.0"',
      'resource: { attributes: [{ name: service.name, value: declared }] }',
      'propagator: { composite: [{ tracecontext: }] }',
      `tracer_provider: { processors: [{ batch: { exporter: ${exporter('traces')} } }] }`,
      `meter_provider: { readers: [{ periodic: { exporter: ${exporter('metrics')} } }] }`,
      `logger_provider: { processors: [{ batch: { exporter: ${exporter('logs')} } }] }`,
    ].join('\n'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const declared = { OTEL_CONFIG_FILE: 'otel.yaml', FROM: 'file', OTEL_SERVICE_NAME: 'by-environment', OTEL_TRACES_SAMPLER: 'always_off', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };

  it('says what the SDK is made of, and the environment no more; the sensors feed it', async () => {
    const service = running(folder, declared, { app: `require(${JSON.stringify(join(appsFolder, 'variables.cjs'))})` });
    expect((await service.ended).code, service.stderr()).to.equal(0);
    await sink.waitFor(({ spans, metrics }) => spans.length === 5 && metrics.some(({ name }) => name === 'http.server.request.duration'), 30_000);
    expect(sink.requests.map(({ headers }) => headers['x-from'])).to.satisfy((all: string[]) => all.length > 1 && all.every((from) => from === 'file'));
    const [outer, client, inner] = ['server', 'client', 'server'].map((kind, i) => sink.spans.filter((span) => span.kind === kind).toSorted((a, b) => Number(a.startTime - b.startTime))[i === 2 ? 1 : 0]);
    expect([client?.parentSpanId, inner?.parentSpanId]).to.deep.equal([outer?.spanId, client?.spanId]);
    expect(new Set(sink.spans.map(({ resource }) => resource['service.name']))).to.deep.equal(new Set(['declared']));
    expect(service.stderr()).to.include('; telemetry as otel.yaml says; mode observe');
  });

  it('is followed at a signal too', async () => {
    const service = running(folder, { ...declared, END: 'signal' });
    await new Promise<void>((resolve) => service.child.stdout?.on('data', (text) => { if (String(text).includes('READY')) resolve(); }));
    expect(await service.stop()).to.deep.equal({ code: null, signal: 'SIGTERM' });
    expect(sink.spans).to.have.length(2);
  });

  it('names the package that it needs, and the application runs without an export', async () => {
    const service = running(folder, { ...declared, ...without('@opentelemetry/sdk-node') });
    expect((await service.ended).code).to.equal(0);
    expect(service.stderr()).to.include('VIGIL_PEER_MISSING: OTEL_CONFIG_FILE needs the package @opentelemetry/sdk-node, which is not installed.');
    expect(service.stderr()).to.include('; nothing is exported; mode observe');
    expect(sink.requests).to.deep.equal([]);
  });

  it('that the SDK does not take is named, and the application runs without an export', async () => {
    writeFileSync(join(folder, 'otel.yaml'), 'file_format: "9.0"\n');
    const service = running(folder, declared);
    expect((await service.ended).code).to.equal(0);
    expect(service.stderr()).to.include('VIGIL_CONFIG_FILE_UNREADABLE: the configuration file otel.yaml cannot be used: @opentelemetry/sdk-node did not start from it');
    expect(sink.requests).to.deep.equal([]);
  });
});
