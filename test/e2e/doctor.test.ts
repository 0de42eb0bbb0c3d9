import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReceiver } from '@vigil/cli';
import { expect } from 'chai';
import { anyOtelcol } from '../../tools/parts/otelcol.ts';
import { startCollector } from '../support/collector.ts';
import { answering, findingsOf, listen, runDoctor } from '../support/examined.ts';
import { needPart } from '../support/part.ts';

const certificate = fileURLToPath(new URL('../certs/localhost.crt', import.meta.url));
const key = fileURLToPath(new URL('../certs/localhost.key', import.meta.url));
const ALL = 'traces, metrics, logs';

describe('vigil doctor and the endpoint', function () {
  this.timeout(60_000);

  it('names the host that nobody listens on, and what to do', async () => {
    const examined = await runDoctor(['--json']);
    const finding = findingsOf(examined)['VIGIL_ENDPOINT_UNREACHABLE'];
    expect(examined.code).to.equal(1);
    expect(finding?.what).to.equal(`${ALL} do not reach the endpoint: ECONNREFUSED, nobody listens there`);
    expect([finding?.severity, finding?.where]).to.deep.equal(['error', 'http://127.0.0.1:9/v1/traces']);
    expect(finding?.remedy).to.include('OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  const answers: [status: number, type: string, body: string, code: string, what: RegExp][] = [
    [404, 'text/plain', 'no such page', 'VIGIL_ENDPOINT_WRONG', /answered with 404: no such page$/],
    [401, 'application/json', '{"message":"no key"}', 'VIGIL_ENDPOINT_FORBIDDEN', /refused with 401: \{"message":"no key"\}$/],
    [503, 'text/plain', '', 'VIGIL_ENDPOINT_BUSY', /answered with 503: \(no text\)$/],
    [200, 'text/html', '<html>Welcome</html>', 'VIGIL_ENDPOINT_STRANGE', /it answers 200 as text\/html$/],
  ];
  for (const [status, type, body, code, what] of answers) {
    it(`tells what a server that answers ${status} ${type} says: ${code}`, async () => {
      const server = await listen(answering(status, { 'content-type': type }, body));
      const examined = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${server.host}` } });
      await server.close();
      expect(examined.code).to.equal(1);
      expect(findingsOf(examined)[code]?.what).to.match(what);
    });
  }

  it('tells when what answers does not speak HTTP', async () => {
    const server = await listen(createTcpServer((socket) => socket.on('error', () => {}).resume().end('SSH-2.0-OpenSSH_9.9\r\n')));
    const examined = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${server.host}` } });
    await server.close();
    expect(findingsOf(examined)['VIGIL_ENDPOINT_STRANGE']?.what).to.include('its answer is not HTTP/1.1 (HPE_INVALID_CONSTANT)');
  });

  it('names a certificate that nobody here trusts, and is content when it is told whom to trust', async () => {
    const server = await listen(createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    }));
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `https://${server.host}` };
    const distrusting = await runDoctor(['--json'], { env });
    const trusting = await runDoctor(['--json'], { env: { ...env, OTEL_EXPORTER_OTLP_CERTIFICATE: certificate } });
    await server.close();
    expect(findingsOf(distrusting)['VIGIL_ENDPOINT_TLS']).to.include({
      what: `${ALL} do not get through TLS: DEPTH_ZERO_SELF_SIGNED_CERT, its certificate is self-signed`,
      remedy: 'Set OTEL_EXPORTER_OTLP_CERTIFICATE to a PEM file with the certificate of its authority',
    });
    expect(trusting.stdout).to.not.include('VIGIL_ENDPOINT');
    expect(trusting.code).to.equal(0);
  });

  it('tells that the other side speaks no TLS', async () => {
    const server = await listen(answering(200, {}, ''));
    const examined = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `https://${server.host}` } });
    await server.close();
    expect(findingsOf(examined)['VIGIL_ENDPOINT_TLS']?.remedy).to.equal('Use http:// if it speaks no TLS');
  });

  it('compares the clocks', async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const server = await listen(answering(200, { 'content-type': 'application/x-protobuf', date }, ''));
    const examined = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${server.host}` } });
    await server.close();
    expect(findingsOf(examined)['VIGIL_CLOCK_SKEWED']?.what).to.match(/^the clock of 127\.0\.0\.1:\d+ is 3(599|600|60\d) s behind the one of this machine$/);
  });

  it('tells no header, no credentials and no text of a setting, not even when the other side quotes them', async () => {
    const server = await listen(answering(403, { 'content-type': 'text/plain' }, (authorization) => `${authorization} may not`));
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://me:hunter2@${server.host}/in?key=hunter2`, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hunter2',
      OTEL_RESOURCE_ATTRIBUTES: 'note=hunter2', OTEL_SOMETHING: 'hunter2',
    };
    const [asJson, asText] = [await runDoctor(['--json'], { env }), await runDoctor([], { env })];
    await server.close();
    expect(findingsOf(asJson)['VIGIL_ENDPOINT_FORBIDDEN']?.what).to.match(/refused with 403: \(hidden\)/);
    for (const { stdout, stderr } of [asJson, asText]) expect(stdout + stderr).to.not.include('hunter2');
  });

  it('finds nothing wrong where a receiver answers, and sends it nothing but requests without content', async () => {
    const receiver = await startReceiver();
    const examined = await runDoctor([], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_METRICS_EXPORTER: 'none' } });
    const { spans, logs, metrics, requests } = receiver;
    expect([spans, logs, metrics].map((each) => each.length)).to.deep.equal([0, 0, 0]);
    expect(requests.map(({ signal, bytes }) => `${signal} ${bytes}`).toSorted()).to.deep.equal(['logs 0', 'traces 0']);
    await receiver.close();
    expect(examined.stdout).to.match(/traces {5}http:\/\/127\.0\.0\.1:\d+\/v1\/traces {2}200 in \d+ ms; its clock agrees/).and.to.match(/✔ nothing is wrong/);
    expect([examined.code, examined.stderr]).to.deep.equal([0, '']);
  });
});

describe('vigil doctor and the real Collector', () => {
  it('is content with its answer', async function () {
    const part = await needPart(this, anyOtelcol);
    const sink = await startReceiver();
    const collector = await startCollector({ part, sink: sink.url });
    const examined = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    const astray = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/v1/traces` } });
    const grpc = await runDoctor(['--json'], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.grpcUrl } });
    await collector.stop();
    await sink.close();
    expect(examined.code).to.equal(0);
    const { processes } = JSON.parse(examined.stdout) as { processes: { answers: { signal: string; status: number }[] }[] };
    expect(processes[0]?.answers.map(({ signal, status }) => `${signal} ${status}`).toSorted()).to.deep.equal(['logs 200', 'metrics 200', 'traces 200']);
    expect(findingsOf(astray)['VIGIL_ENDPOINT_WRONG']?.what).to.equal(`${ALL} are answered with 404: 404 page not found`);
    expect(Object.keys(findingsOf(grpc))).to.include('VIGIL_ENDPOINT_STRANGE');
  });
});

describe('vigil doctor without Vigil', () => {
  it('says so, with the command that installs it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-empty-'));
    const examined = await runDoctor(['--json'], { cwd: folder });
    await rm(folder, { recursive: true });
    expect(examined.code).to.equal(1);
    expect(findingsOf(examined)['VIGIL_NOT_INSTALLED']?.remedy).to.equal('npm install @vigil/node @opentelemetry/api');
  });
});
