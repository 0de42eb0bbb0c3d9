import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReceiver, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { NODES, nodeOf } from '../../tools/parts/node.ts';
import { findingsOf, runDoctor, type Examined } from '../support/examined.ts';
import { needPart } from '../support/part.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const modules = join(repository, 'node_modules');
const REGISTER = '@vigil/node/register';

describe('vigil doctor and a real process', function () {
  this.timeout(60_000);
  let receiver: Receiver;
  let folder: string;
  const well = (): Record<string, string> => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });

  before(async () => { receiver = await startReceiver(); });
  after(() => receiver.close());

  // An application of its own, with links to what is built here.
  beforeEach(async () => {
    receiver.clear();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'vigil-patient-')));
    await mkdir(join(folder, 'node_modules/@vigil'), { recursive: true });
    await symlink(join(repository, 'packages/node'), join(folder, 'node_modules/@vigil/node'));
    await writeFile(join(folder, 'package.json'), '{"name":"patient","version":"1.2.3"}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function examine(code: string, options: { file?: string; args?: string[]; env?: Record<string, string> } = {}): Promise<Examined> {
    const { file = 'app.cjs', args = [file], env = {} } = options;
    await writeFile(join(folder, file), code);
    return runDoctor(['--json', ...args], { cwd: folder, env: { ...well(), ...env } });
  }

  it('runs an application until its time is over, and tells its service, what was loaded before, and what was delivered', async () => {
    await symlink(join(modules, 'express'), join(folder, 'node_modules/express'));
    const examined = await examine(`
      import http from 'node:http'; import express from 'express';
      const server = http.createServer(express().get('/', (request, response) => response.end('hello')));
      server.listen(0, '127.0.0.1', () => { fetch('http://127.0.0.1:' + server.address().port).then((answer) => answer.text()); });`,
    { file: 'app.mjs', args: ['--seconds', '6', 'app.mjs'] });
    const [report] = (JSON.parse(examined.stdout) as { processes: Record<string, any>[] }).processes;
    expect(report?.['running']).to.include({ service: 'patient', hotPath: true });
    expect(report?.['start']).to.deep.include({ preloads: [`--import ${REGISTER}`], before: [], moduleHooks: true });
    expect(report?.['state'].loaded.map(({ name }: { name: string }) => name)).to.include('express');
    expect(report?.['state'].delivery.traces).to.deep.equal({ delivered: 2, dropped: 0 });
    expect(receiver.spans.map(({ kind }) => kind).toSorted()).to.deep.equal(['client', 'server']);
    expect([examined.code, findingsOf(examined)['VIGIL_APPLICATION_FAILED']]).to.deep.equal([0, undefined]);
  });

  it('tells each setting that is in force, and where it came from', async () => {
    const code = `require('@vigil/node').start({ mode: 'shadow' }); setTimeout(() => {}, 200);`;
    const examined = await examine(code, { args: ['--', 'node', 'app.cjs'], env: { OTEL_TRACES_SAMPLER: 'always_off', OTEL_SERVICE_NAME: 'secret' } });
    const { settings } = (JSON.parse(examined.stdout) as { processes: { running: { settings: { name: string }[] } }[] }).processes[0]?.running ?? { settings: [] };
    expect(settings).to.deep.include.members([
      { name: 'mode', source: 'code', value: 'shadow' }, { name: 'sampler', source: 'OTEL_TRACES_SAMPLER', value: 'always_off' },
      { name: 'strict', source: 'default', value: 'false' }, { name: 'serviceName', source: 'OTEL_SERVICE_NAME', value: '(set)' },
    ]);
  });

  it('costs a process that is not examined no module', async () => {
    const counting = `const seen = []; require('node:module').registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
      process.on('exit', () => console.error(JSON.stringify(seen.filter((url) => url.includes('/packages/node/')).map((url) => url.split('/dist/')[1]))));`;
    await writeFile(join(folder, 'counting.cjs'), counting);
    const command = ['--', 'sh', '-c', `unset VIGIL_DOCTOR; node --require ./counting.cjs --require ${REGISTER} --eval 0`];
    const { stderr } = await runDoctor(['--json', ...command], { cwd: folder, env: { ...well(), VIGIL_LOG_LEVEL: 'none' } });
    const loaded = JSON.parse(stderr) as string[];
    expect(loaded).to.include('index.mjs');
    expect(loaded.filter((file) => file.includes('doctor'))).to.deep.equal([]);
  });

  it('says when a command runs without Vigil, and how to load it', async () => {
    const examined = await examine('', { args: ['--', 'node', 'app.cjs'] });
    expect(examined.code).to.equal(1);
    expect(findingsOf(examined)['VIGIL_NOT_LOADED']?.remedy).to.include(`node --import ${REGISTER}`);
  });

  it('hears of every process that a command starts', async () => {
    const code = `require('node:child_process').spawnSync(process.execPath, ['--eval', 'setTimeout(() => {}, 50)'], { stdio: 'inherit' })`;
    const examined = await examine(code, { args: ['--', 'sh', '-c', `NODE_OPTIONS='--require ${REGISTER}' node app.cjs; exit $?`] });
    const { processes } = JSON.parse(examined.stdout) as { processes: { start: { pid: number; preloads: string[] } }[] };
    expect(new Set(processes.map(({ start }) => start.pid)).size).to.equal(2);
    expect(processes[0]?.start.preloads).to.deep.equal([`--require ${REGISTER}`]);
  });

  it('names a copy of the API that Vigil\'s spans never reach, where it lies', async () => {
    const own = join(folder, 'node_modules/@opentelemetry/api');
    await cp(join(modules, '@opentelemetry/api'), own, { recursive: true, dereference: true });
    for (const file of ['package.json', 'dist/version.cjs']) await writeFile(join(own, file), (await readFile(join(own, file), 'utf8')).replace('1.10.0', '1.11.0'));
    const code = `const { trace } = require('@opentelemetry/api');
      if (trace.getTracer('mine').startSpan('mine').isRecording()) process.exitCode = 9;`;
    const examined = await examine(code);
    expect(examined.stderr).to.not.include('exit code');
    expect(findingsOf(examined)['VIGIL_API_BLIND']).to.include({
      severity: 'error', where: own,
      what: '@opentelemetry/api 1.11.0 beside the 1.10.0 that Vigil uses: spans and metrics made through it are dropped without a word',
    });
    expect(findingsOf(examined)['VIGIL_APPLICATION_FAILED'], 'the copy does reach our spans').to.equal(undefined);
  });

  it('names a framework that was loaded before Vigil and tells of itself only once', async () => {
    await symlink(join(modules, 'fastify'), join(folder, 'node_modules/fastify'));
    const examined = await examine(`require('fastify'); require('@vigil/node').start(); setTimeout(() => {}, 100);`, { args: ['--', 'node', 'app.cjs'] });
    expect(findingsOf(examined)['VIGIL_LOADED_LATE']?.what).to.match(/^fastify 5\.\d+\.\d+ was loaded before Vigil/);
  });

  it('names a channel that somebody else has silenced, but not after the application has shut Vigil down', async () => {
    const silenced = await examine(`const dc = require('node:diagnostics_channel');
      const channel = dc.channel('http.server.request.start'); for (const one of [...channel._subscribers]) channel.unsubscribe(one);`);
    expect(findingsOf(silenced)['VIGIL_CHANNEL_UNHEARD']?.what).to.equal('nobody listens on http.server.request.start any more');
    const stopped = await examine(`require('@vigil/node').start().shutdown();`);
    expect(findingsOf(stopped)['VIGIL_CHANNEL_UNHEARD']).to.equal(undefined);
  });

  it('tells of another SDK that was there first, and that Vigil stood aside', async () => {
    await symlink(join(modules, '@opentelemetry'), join(folder, 'node_modules/@opentelemetry'));
    const code = `require('@opentelemetry/api').trace.setGlobalTracerProvider({ getTracer() {} }); require('@vigil/node').start();`;
    const examined = await examine(code, { args: ['--', 'node', 'app.cjs'] });
    expect(findingsOf(examined)['VIGIL_SDK_PRESENT']).to.include({ severity: 'error' });
    expect((JSON.parse(examined.stdout) as { processes: { running?: object }[] }).processes[0]?.running).to.equal(undefined);
  });

  it('tells what would leave, how and where to, and which attributes of the resource', async () => {
    const examined = await runDoctor(['--json'], { cwd: folder, env: { ...well(), OTEL_LOGS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json', OTEL_RESOURCE_ATTRIBUTES: 'team=blue' } });
    const { running } = (JSON.parse(examined.stdout) as { processes: { running: { exports: string[]; resource: string[] } }[] }).processes[0] ?? {};
    expect(running?.exports).to.deep.equal([`traces http/json ${receiver.url}/v1/traces`, `metrics http/protobuf ${receiver.url}/v1/metrics`]);
    expect(running?.resource).to.include.members(['service.name', 'service.version', 'team']);
    expect(examined.code).to.equal(0);
  });

  it('examines the Node that the command runs on: the oldest has module hooks that are not to be used', async function () {
    const { path } = await needPart(this, nodeOf(NODES.oldest));
    this.timeout(60_000);
    const examined = await examine('', { args: ['--', path, '--require', REGISTER, 'app.cjs'] });
    expect(findingsOf(examined)['VIGIL_MODULE_HOOKS_UNSOUND']).to.include({ severity: 'warning' });
    expect(findingsOf(examined)['VIGIL_MODULE_HOOKS_UNSOUND']?.what).to.include('Node.js 22.15.0');
  });

  it('tells an application that fails apart from one that was ended', async () => {
    const examined = await examine('process.exit(3)');
    expect(examined.code).to.equal(1);
    expect(findingsOf(examined)['VIGIL_APPLICATION_FAILED']?.what).to.equal('the application ended within the examination: exit code 3');
  });

  it('says when a command cannot be started at all', async () => {
    const examined = await examine('', { args: ['--', './no-such-program'] });
    expect(findingsOf(examined)['VIGIL_APPLICATION_FAILED']?.what).to.include('ENOENT');
  });

  it('ends what a command has started too, and is not kept waiting by it', async () => {
    // It holds the doctor's pipe for as long as it lives, so the doctor would not come back.
    const examined = await examine('console.log("up"); setInterval(() => {}, 1000);', { args: ['--seconds', '4', '--', 'sh', '-c', 'node app.cjs; true'] });
    expect([examined.stderr, findingsOf(examined)['VIGIL_APPLICATION_FAILED']]).to.deep.equal(['up\n', undefined]);
  });

  it('ends the application when it is interrupted itself, and still tells what it saw', async () => {
    await writeFile(join(folder, 'app.cjs'), 'console.log("up"); setInterval(() => {}, 1000);');
    const examined = await runDoctor(['--json', '--seconds', '600', 'app.cjs'], { cwd: folder, env: well(), interruptOn: 'up' });
    expect((JSON.parse(examined.stdout) as { processes: unknown[] }).processes).to.have.length(1);
    expect(findingsOf(examined)['VIGIL_APPLICATION_FAILED']).to.equal(undefined);
  });

  it('catches a preset that does not do what it should, by running it', async () => {
    await rm(join(folder, 'node_modules/@vigil/node'));
    await mkdir(join(folder, 'node_modules/@vigil/node'));
    await symlink(join(modules, '@opentelemetry'), join(folder, 'node_modules/@opentelemetry'));
    await writeFile(join(folder, 'node_modules/@vigil/node/package.json'), '{"version":"0.1.0","exports":{"./register":"./register.js"}}');
    await writeFile(join(folder, 'node_modules/@vigil/node/register.js'), '');
    const examined = await runDoctor(['--json'], { cwd: folder, env: well() });
    const whats = (JSON.parse(examined.stdout) as { findings: { code: string; what: string }[] }).findings.filter(({ code }) => code === 'VIGIL_SELF_TEST_FAILED');
    expect(whats.map(({ what }) => what.split(': ')[1])).to.deep.equal([
      'a request made no server span', 'a call by fetch made no client span', 'no metric of the requests arrived',
    ]);
    expect(findingsOf(examined)['VIGIL_NO_REPORT']?.severity).to.equal('error');
  });

  it('says what the preset says of wrong settings, with its codes, and asks about names that are almost right', async () => {
    const examined = await runDoctor(['--json'], { cwd: folder, env: { ...well(), VIGIL_MODE: 'obsreve', OTEL_TRACE_SAMPLER: 'always_off' } });
    const findings = findingsOf(examined);
    expect(findings['VIGIL_CONFIG_INVALID']?.what).to.equal('VIGIL_MODE is "obsreve", but it takes one of observe, shadow, enforce (did you mean observe?)');
    expect(findings['VIGIL_CONFIG_INVALID']?.remedy).to.equal('Correct it; the default observe is used until then');
    expect(findings['VIGIL_VARIABLE_UNKNOWN']?.what).to.include('OTEL_TRACES_SAMPLER is one that is read');
  });

  it('names the variable that switches Vigil off', async () => {
    const examined = await runDoctor(['--json'], { cwd: folder, env: { ...well(), OTEL_SDK_DISABLED: 'true' } });
    expect(findingsOf(examined)['VIGIL_SWITCHED_OFF']?.where).to.equal('OTEL_SDK_DISABLED');
  });

  it('passes on what the application prints, to stderr, so that stdout stays JSON', async () => {
    const examined = await examine('console.log("I print")');
    expect(examined.stderr).to.include('I print');
    expect(() => JSON.parse(examined.stdout) as unknown).to.not.throw();
  });
});
