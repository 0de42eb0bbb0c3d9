import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { expect } from 'chai';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmPackages, OTHERS } from '../../tools/parts/npm-packages.ts';
import { root } from '../../tools/setup/say.mjs';
import { needPart } from '../support/part.ts';
import { run, type Running } from './running.ts';

const REGISTER = fileURLToPath(import.meta.resolve('@vigil/node/register'));
const VIGIL = fileURLToPath(import.meta.resolve('@vigil/node'));
/** Who speaks only to a place where nobody listens. */
const QUIET = {
  DD_TRACE_AGENT_URL: 'http://127.0.0.1:9', DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false', DD_REMOTE_CONFIGURATION_ENABLED: 'false',
  DD_TRACE_STARTUP_LOGS: 'false', ELASTIC_OTEL_HOST_METRICS_DISABLED: 'true',
};
/** Answers whatever it is asked; `inside` runs while it does. */
const service = (inside: string = ''): string => `
  const server = require('node:http').createServer((request, response) => { ${inside}; response.end('done'); });
  server.listen(0, '127.0.0.1', () => console.log('LISTENING ' + server.address().port));`;

interface Clash {
  readonly name: string;
  readonly beside: keyof typeof OTHERS;
  /** Node's arguments before the application. */
  readonly preload: readonly string[];
  /** Runs before the service opens. */
  readonly before?: string;
  /** Lines of Vigil's that are not its start line; `{folder}` is where the other one is installed. */
  readonly says: readonly string[];
  /** Whether Vigil tells of the request. */
  readonly watches: boolean;
}

const OURS = ['--require', REGISTER];
const IMPORT = ['--import', REGISTER];
const SENTRY = "require('@sentry/node').init({ dsn: 'http://a@127.0.0.1:9/1', tracesSampleRate: 1 });";
const NODE_SDK = "new (require('@opentelemetry/sdk-node').NodeSDK)({ autoDetectResources: false }).start();";
const agent = (it: string): string => `VIGIL_AGENT_PRESENT: another agent watches this application as well: ${it}. `;
const present = (it: string): string => `VIGIL_SDK_PRESENT: another OpenTelemetry SDK was started first, so Vigil stands aside: ${it}. `;
const refused = (it: string): string => `VIGIL_SDK_REFUSED: another OpenTelemetry SDK started after Vigil and was refused by the API: ${it}. `;
const DD = 'dd-trace 6.21.0 ({folder}/dd-trace/)';
const EDOT = '@elastic/opentelemetry-node 1.18.0 ({folder}/@elastic/opentelemetry-node/)';
const SDK_2 = '@opentelemetry/sdk-node 0.223.0 ({folder}/@opentelemetry/sdk-node/)';
const SDK_3 = '@opentelemetry/sdk-node 0.301.0 ({folder}/@opentelemetry/sdk-node/)';

const clashes: readonly Clash[] = [
  { name: 'dd-trace first', beside: 'dd-trace', preload: ['--require', 'dd-trace/init', ...OURS], says: [agent(DD)], watches: true },
  { name: 'dd-trace later', beside: 'dd-trace', preload: OURS, before: "require('dd-trace').init();", says: [agent(DD)], watches: true },
  {
    name: 'Sentry later', beside: 'sentry', preload: OURS, before: SENTRY,
    says: [agent('@sentry/node 11.12.0 ({folder}/@sentry/node/)')], watches: true,
  },
  { name: "Elastic's distribution first", beside: 'edot', preload: ['--import', '@elastic/opentelemetry-node', ...IMPORT], says: [present(EDOT)], watches: false },
  { name: "Elastic's distribution later", beside: 'edot', preload: [...IMPORT, '--import', '@elastic/opentelemetry-node'], says: [refused(EDOT)], watches: true },
  { name: 'a NodeSDK of the line before first', beside: 'sdk-2', preload: [], before: `${NODE_SDK} require('${VIGIL}').start();`, says: [present(SDK_2)], watches: false },
  { name: 'a NodeSDK of the line before later', beside: 'sdk-2', preload: OURS, before: NODE_SDK, says: [refused(SDK_2)], watches: true },
  { name: 'a NodeSDK of the same line first', beside: 'sdk-3', preload: [], before: `${NODE_SDK} require('${VIGIL}').start();`, says: [present(SDK_3)], watches: false },
  { name: 'a NodeSDK of the same line later', beside: 'sdk-3', preload: OURS, before: NODE_SDK, says: [refused(SDK_3)], watches: true },
  {
    name: 'an older API that did no more than set its logger', beside: 'sdk-2', preload: [],
    before: `require('@opentelemetry/api').diag.setLogger({ error() {}, warn() {}, info() {}, debug() {}, verbose() {} }); require('${VIGIL}').start();`,
    says: ['VIGIL_API_PRESENT: @opentelemetry/api 1.9.1 ({folder}/@opentelemetry/api/) was there first, which does not go together with the @opentelemetry/api 1.10.0 ('],
    watches: false,
  },
];

describe('beside another SDK or agent', function () {
  this.timeout(60_000);
  let sink: Receiver;
  let running: Running | undefined;

  beforeEach(async () => { sink = await startReceiver(); });
  afterEach(async () => {
    running?.kill();
    await running?.ended;
    await sink.close();
  });

  const start = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Running =>
    (running = run({ name: '', args, env: { ...QUIET, ...env } }, [process.execPath], sink.url, cwd));

  for (const { name, beside, preload, before = '', says, watches } of clashes) {
    it(`${name}: it is named, and the application runs`, async function () {
      const { path } = await needPart(this, npmPackages(beside));
      const { url, stderr } = start([...preload, '--eval', before + service()], path);
      const answer = await fetch(await url());
      expect([answer.status, await answer.text()]).to.deep.equal([200, 'done']);
      const expected = says.map((line) => line.replaceAll('{folder}', join(path, 'node_modules')));
      const said = await linesOf(stderr, expected.length);
      expect(said.map((line, index) => line.slice(0, expected[index]?.length))).to.deep.equal(expected);
      if (watches) await sink.waitFor((seen) => ofVigil(seen).length > 0, 20_000);
      else expect(ofVigil(sink)).to.deep.equal([]);
      expect(answer.headers.has('x-request-id')).to.equal(watches);
    });
  }

  it('an older copy of the API sees the request, and its spans and old log records go along', async function () {
    const { path } = await needPart(this, npmPackages('sdk-2'));
    const inside = `
      require('@opentelemetry/api').trace.getTracer('old').startSpan('old span').end();
      const logger = require('@opentelemetry/api-logs').logs.getLogger('old logger', '1.2', { scopeAttributes: { shelf: 3 } });
      logger.emit({ eventName: 'old.event', severityNumber: 13, severityText: 'WARN', body: 'old record', attributes: { n: 1 } })`;
    const { url, stderr } = start([...OURS, '--eval', service(inside)], path);
    await (await fetch(await url())).text();
    const log = await sink.waitFor(({ spans, logs }) => spans.length >= 2 && logs[0], 20_000);
    const { spans } = sink;
    const [server, old] = ['server', 'internal'].map((kind) => spans.find((span) => span.kind === kind));
    expect([old?.name, old?.parentSpanId, old?.traceId]).to.deep.equal(['old span', server?.spanId, server?.traceId]);
    expect([log.body, log.eventName, log.severityNumber, log.attributes]).to.deep.equal(['old record', 'old.event', 13, { n: 1 }]);
    expect([log.traceId, log.spanId]).to.deep.equal([server?.traceId, server?.spanId]);
    expect(log.scope).to.deep.include({ name: 'old logger', version: '1.2', attributes: { shelf: 3 } });
    expect(stderr()).to.not.include('VIGIL_');
  });

  it('a provider that stands behind the old logs API already stays', async function () {
    const { path } = await needPart(this, npmPackages('sdk-2'));
    const before = `
      require('@opentelemetry/api-logs').logs.setGlobalLoggerProvider({ getLogger: () => ({ emit: () => console.log('its own') }) });
      require('${VIGIL}').start();`;
    const inside = "require('@opentelemetry/api-logs').logs.getLogger('x').emit({ body: 'x' })";
    const { url, stdout } = start(['--eval', before + service(inside)], path);
    await (await fetch(await url())).text();
    expect(stdout()).to.include('its own');
  });

  describe('in copies', () => {
    let folder: string;
    before(async () => { folder = await mkdtemp(join(tmpdir(), 'vigil-copies-')); });
    after(() => rm(folder, { recursive: true, force: true }));

    it('a newer copy of the API is named, because it sees nothing', async () => {
      const copy = join(folder, 'node_modules/@opentelemetry/api');
      await cp(join(root, 'node_modules/@opentelemetry/api'), copy, { recursive: true, dereference: true });
      const [manifest, semver] = [join(copy, 'package.json'), join(copy, 'dist/version.cjs')];
      for (const file of [manifest, semver]) await writeFile(file, (await readFile(file, 'utf8')).replaceAll('1.10.0', '1.99.0'));
      const { url, stderr } = start([...OURS, '--eval', `require('@opentelemetry/api'); ${service()}`], folder);
      expect((await fetch(await url())).status).to.equal(200);
      const [line] = await linesOf(stderr, 1);
      expect(line).to.match(/^VIGIL_API_BLIND: @opentelemetry\/api 1\.99\.0 \(\S+\) cannot see the 1\.10\.0 that Vigil is registered with/);
      expect(line).to.include(copy);
      await sink.waitFor((seen) => ofVigil(seen).length > 0, 20_000);
    });

    it('a second copy of Vigil is named and stands aside', async () => {
      const copy = join(folder, 'node_modules/@vigil/node');
      await cp(join(root, 'packages/node/dist'), join(copy, 'dist'), { recursive: true });
      await cp(join(root, 'packages/node/package.json'), join(copy, 'package.json'));
      await symlink(join(root, 'packages/node/node_modules'), join(copy, 'node_modules'));
      const { url, stderr } = start([...OURS, '--eval', `require('@vigil/node').start(); ${service()}`], folder);
      expect((await fetch(await url())).status).to.equal(200);
      const [line] = await linesOf(stderr, 1);
      expect(line).to.match(/^VIGIL_STARTED_TWICE: @vigil\/node \S+ \(\S+\) stands aside, because another copy runs already: @vigil\/node \S+ \(\S+\)\./);
      expect(line).to.include(join(root, 'packages/node/dist')).and.include(join(copy, 'dist'));
      const [span] = await sink.waitFor((seen) => ofVigil(seen).length > 0 && ofVigil(seen), 20_000);
      expect(span?.kind).to.equal('server');
      expect(stderr().match(/ watches /g)).to.have.length(1);
    });
  });
});

function ofVigil({ spans }: Receiver): ReadonlyArray<ReceivedSpan> {
  return spans.filter(({ resource }) => resource['telemetry.distro.name'] === 'vigil');
}

/** The first lines with a code, waited for; the looking around that some come from happens seconds after the start. */
async function linesOf(stderr: () => string, count: number): Promise<string[]> {
  for (const patience = Date.now() + 20_000; ;) {
    const lines = Array.from(stderr().matchAll(/^vigil: (VIGIL_.*)$/gm), ([, line = '']) => line);
    if (lines.length >= count || Date.now() > patience) return lines;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
