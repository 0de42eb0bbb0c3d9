import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver, type Receiver } from '@vigil/cli';
import { command } from '../../tools/parts/command.ts';
import { anyOtelcol, otelcol, type Otelcol } from '../../tools/parts/otelcol.ts';
import { shippedConfig, startCollector, type Collector } from '../support/collector.ts';
import { logsRequest, metricsRequest, spanId, traceId, traceRequest } from '../support/otlp-requests.ts';
import { needContrib, needPart } from '../support/part.ts';

describe('the shipped otel-collector.yaml', () => {
  let binary: string;

  before(async function () {
    binary = (await needPart(this, otelcol)).path;
  });

  it('passes the real Collector\'s validate without a warning', async () => {
    expect(await command(binary, ['validate', `--config=${shippedConfig}`])).to.deep.equal({ code: 0, output: '' });
  });

  it('would not pass with a misspelt key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-validate-'));
    const misspelt = join(folder, 'misspelt.yaml');
    await writeFile(misspelt, (await readFile(shippedConfig, 'utf8')).replace('check_interval:', 'check_intervall:'));
    const { code, output } = await command(binary, ['validate', `--config=${misspelt}`]);
    await rm(folder, { recursive: true });
    expect(code).to.not.equal(0);
    expect(output).to.include('check_intervall');
  });

  it('takes the headers that a backend wants from the environment', async () => {
    const env = { ...process.env, BACKEND_HEADERS: '{ authorization: Bearer abc, x-scope-orgid: shop }' };
    expect(await command(binary, ['validate', `--config=${shippedConfig}`], { env })).to.deep.equal({ code: 0, output: '' });
  });
});

// A core Collector runs what it can do of the configuration.
describe('the Collector with the shipped otel-collector.yaml', () => {
  let part: Otelcol;
  let sink: Receiver;
  let collector: Collector;

  before(async function () {
    part = await needPart(this, anyOtelcol);
    sink = await startReceiver();
    collector = await startCollector({ part, sink: sink.url, env: { BACKEND_HEADERS: '{ x-scope-orgid: shop }' } });
  });

  after(async () => {
    await collector?.stop();
    await sink?.close();
  });

  beforeEach(() => sink.clear());

  async function post(signal: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${collector.url}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status, await response.text()).to.equal(200);
  }

  it('passes a span on', async () => {
    await post('traces', traceRequest({ 'http.route': '/orders/:orderId' }));
    const span = (await sink.waitFor(({ spans }) => spans[0]))!;
    expect(span).to.deep.include({ traceId, spanId, name: 'GET /orders/:orderId', kind: 'server' });
    expect(span.attributes).to.deep.equal({ 'http.route': '/orders/:orderId' });
    expect(span.resource).to.deep.equal({ 'service.name': 'hand-made' });
  });

  it('passes a metric on', async () => {
    await post('metrics', metricsRequest());
    const metric = (await sink.waitFor(({ metrics }) => metrics[0]))!;
    expect(metric).to.deep.include({ name: 'http.server.request.duration', unit: 's', kind: 'histogram', temporality: 'cumulative' });
    expect(metric.points[0]).to.deep.include({ count: 3, sum: 0.6, attributes: { 'http.route': '/orders/:orderId' } });
  });

  it('passes a log record on', async () => {
    await post('logs', logsRequest());
    const log = (await sink.waitFor(({ logs }) => logs[0]))!;
    expect(log).to.deep.include({ body: 'order shipped', severityNumber: 9, severityText: 'INFO', traceId, spanId });
  });

  it('sends the backend its headers', async () => {
    await post('logs', logsRequest());
    const request = (await sink.waitFor(({ requests }) => requests[0]))!;
    expect(request.headers['x-scope-orgid']).to.equal('shop');
  });

  it('masks what an attribute\'s name says is secret, and nothing that only sounds like it', async function () {
    needContrib(this, part);
    const harmless = { 'gen_ai.usage.input_tokens': '12', 'session.id': 'abc', 'url.path': '/password/reset' };
    await post('traces', traceRequest({ 'http.request.header.authorization': 'abc', 'app.user.password': 'hunter2', ...harmless }));
    const span = (await sink.waitFor(({ spans }) => spans[0]))!;
    expect(span.attributes).to.deep.equal({ 'http.request.header.authorization': '****', 'app.user.password': '****', ...harmless });
  });

  it('masks a token wherever it stands', async function () {
    needContrib(this, part);
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';
    await post('traces', traceRequest({ 'url.query': `next=/&t=${token}&page=2` }));
    await post('logs', logsRequest(`called with Bearer ${token}`));
    const span = (await sink.waitFor(({ spans }) => spans[0]))!;
    const log = (await sink.waitFor(({ logs }) => logs[0]))!;
    expect(span.attributes['url.query']).to.equal('next=/&t=****&page=2');
    expect(log.body).to.be.a('string').that.does.not.include('eyJ');
  });

  it('says that it is healthy', async function () {
    needContrib(this, part);
    expect((await fetch(collector.healthUrl)).status).to.equal(200);
  });
});

describe('a Collector that is stopped', () => {
  let part: Otelcol;

  before(async function () {
    part = await needPart(this, anyOtelcol);
  });

  it('sends what it still holds, and ends well', async () => {
    const sink = await startReceiver();
    const collector = await startCollector({ part, sink: sink.url, override: { processors: { batch: { timeout: '60s' } } } });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${collector.url}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(traceRequest()) });
    expect(sink.spans).to.have.length(0);
    expect(await collector.stop()).to.equal(0);
    expect(sink.spans).to.have.length(1);
    await sink.close();
  });

  it('says why it could not start', async () => {
    const override = { exporters: { otlp_http: { endpointt: 'x' } } };
    const failure = await startCollector({ part, sink: 'http://127.0.0.1:9', override }).then(() => undefined, (error: Error) => error);
    expect(failure?.message).to.include('endpointt');
  });
});
