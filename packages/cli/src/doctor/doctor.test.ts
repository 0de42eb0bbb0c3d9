import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { doctor, type Diagnosis } from './doctor.ts';

/** What a preset would tell of itself. */
const REPORT: readonly object[] = [
  { kind: 'start', format: 1, pid: 7, node: '24.0.0', vigil: { version: '0.1.0', path: '/x' }, main: '/app/app.js', preloads: ['--import x'], moduleHooks: false,
    before: [{ name: 'fastify', version: '5.0.0', folder: '/app/node_modules/fastify' }],
    unknown: [{ name: 'OTEL_SERVICE_NAMES', nearest: 'OTEL_SERVICE_NAME', edits: 1 }, { name: 'OTEL_COLOUR', nearest: 'OTEL_LOG_LEVEL', edits: 8 }] },
  { kind: 'running', service: 'shop', hotPath: false, exports: ['traces http/protobuf http://c:4318/v1/traces'], resource: ['service.name'],
    settings: [{ name: 'tracesExporter', source: 'default', value: 'otlp' }, { name: 'metricsExporter', source: 'code', value: 'none' }, { name: 'logsExporter', source: 'default', value: 'otlp' }] },
  { kind: 'answer', signal: 'traces', url: 'http://c:4318/v1/traces', latencyMs: 3, status: 200, type: 'application/x-protobuf', body: '', aheadMs: 0 },
  { kind: 'said', level: 'warn', code: 'VIGIL_CONFIG_INVALID', what: 'it is\u001b[2J wrong', remedy: 'Mend it' },
  { kind: 'state', channels: { a: true, b: false }, delivery: {}, api: '1.10.0', loaded: [
    { name: 'pino', version: '8.0.0', folder: '/app/node_modules/pino' }, { name: 'dd-trace', version: '5.0.0', folder: '/app/node_modules/dd-trace' },
    { name: '@opentelemetry/api', version: '1.11.0', folder: '/app/node_modules/@opentelemetry/api' },
  ] },
];

describe('vigil doctor', function () {
  this.timeout(60_000);
  let folder: string;
  let lines: string[];
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'vigil-patient-')));
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Examines a program that tells of itself what it is given. */
  async function examine(report: readonly object[], rest = '', json = true): Promise<{ healthy: boolean; heard: string }> {
    const text = report.map((note) => JSON.stringify(note)).join('\n');
    const code = `require('node:fs').writeFileSync(process.env.VIGIL_DOCTOR + '/7.jsonl', ${JSON.stringify(text)}); ${rest}`;
    let heard = '';
    const healthy = await doctor({
      folder, command: [process.execPath, '--eval', code], asIs: true, seconds: 30, json, env: process.env, view: { width: 100, colour: false },
      until: new Promise(() => {}), print: (line) => lines.push(line), onOutput: (one) => (heard += one),
    });
    return { healthy, heard };
  }

  const findings = (): string[] => (JSON.parse(lines.join('')) as Diagnosis).findings.map(({ severity, code }) => `${severity} ${code}`);

  it('judges all of a report, the worst first', async () => {
    expect((await examine(REPORT)).healthy).to.equal(false);
    expect(findings()).to.deep.equal([
      'error VIGIL_NOT_INSTALLED', 'error VIGIL_CHANNEL_UNHEARD', 'error VIGIL_API_BLIND',
      'warning VIGIL_CONFIG_INVALID', 'warning VIGIL_MODULE_HOOKS_UNSOUND', 'warning VIGIL_LOADED_LATE', 'warning VIGIL_VARIABLE_UNKNOWN',
      'warning VIGIL_AGENT_PRESENT', 'warning VIGIL_LOGGER_TOO_OLD',
      'note VIGIL_VARIABLE_FOREIGN', 'note VIGIL_ENDPOINT_NOT_ASKED', 'note VIGIL_GENERAL_PATH',
    ]);
  });

  it('tells a person the same, and lets nothing of it steer the terminal', async () => {
    await examine(REPORT, '', false);
    const text = lines.join('\n');
    expect(text).to.include('7  shop  Node 24.0.0  /app/app.js').and.to.include('1 of 2 channels heard; module hooks not to be used');
    expect(text).to.include('http://c:4318/v1/traces  200 in 3 ms; its clock agrees').and.to.include('metricsExporter = none  (code)');
    expect(text).to.include('! VIGIL_CONFIG_INVALID  it is␛[2J wrong').and.to.include('  → Mend it');
    expect(text).to.match(/3 errors, 6 warnings, 3 notes$/).and.to.not.include('\u001b');
  });

  it('takes a report whose last line was cut, and none of another format', async () => {
    await examine([...REPORT.slice(0, 1), { kind: 'x' }], `require('node:fs').appendFileSync(process.env.VIGIL_DOCTOR + '/7.jsonl', '\\n{"kind":"sta')`);
    expect(findings()).to.include('warning VIGIL_LOADED_LATE');
    lines = [];
    await examine([{ ...REPORT[0], format: 2 }]);
    expect(findings()).to.deep.equal(['error VIGIL_NOT_INSTALLED', 'error VIGIL_NOT_LOADED']);
  });

  it('passes on what the program prints, and says how it failed', async () => {
    const { heard } = await examine(REPORT.slice(0, 1), `console.log('out'); console.error('error'); process.exit(3);`);
    expect(heard.split('\n').toSorted()).to.deep.equal(['', 'error', 'out']);
    expect(findings()).to.include('error VIGIL_APPLICATION_FAILED');
  });

  it('runs an installed preset against a receiver of its own, and tells what does not come out of it', async () => {
    for (const [name, files] of Object.entries({
      '@vigil/node': { 'package.json': '{"version":"0.1.0","exports":{"./register":"./register.js"}}', 'register.js': '' }, '@opentelemetry/api': { 'package.json': '{"version":"1.10.0"}' },
    })) {
      mkdirSync(join(folder, 'node_modules', name), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'node_modules', name, file), text);
    }
    await examine(REPORT.slice(0, 1));
    const failed = (JSON.parse(lines.join('')) as Diagnosis).findings.filter(({ code }) => code === 'VIGIL_SELF_TEST_FAILED');
    expect(failed.map(({ what }) => what.split(': ')[1])).to.deep.equal([
      'a request made no server span', 'a call by fetch made no client span', 'no metric of the requests arrived',
    ]);
  });
});
