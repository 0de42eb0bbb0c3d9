import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VigilError } from '@vigil/events';
import { expect } from 'chai';
import { SIGNALS, type ExportTarget, type ExportTargets } from '../delivery/message.ts';
import { exportTargets } from './export-targets.ts';
import { readSettings } from './read-settings.ts';

const PREFIX = 'OTEL_EXPORTER_OTLP_';

describe('exportTargets', () => {
  const made = (env: Record<string, string>, problems: VigilError[] = []): ExportTargets => exportTargets(readSettings({}, env).settings, problems);

  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-pem-'));
    for (const name of ['all', 'own']) writeFileSync(join(folder, name), `-----BEGIN ${name}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** For all signals, and for one: the variable, what it says, the field of the target, and what it comes to. */
  const ROWS: readonly (readonly [variable: string, all: string, own: string, field: keyof ExportTarget, ofAll: (signal: string) => unknown, ofOwn: unknown])[] = [
    ['ENDPOINT', 'https://all.test:8/in/', 'http://own.test/x?y=z', 'url', (signal) => `https://all.test:8/in/v1/${signal}`, 'http://own.test/x?y=z'],
    ['PROTOCOL', 'http/json', 'http/protobuf', 'protocol', () => 'http/json', 'http/protobuf'],
    ['HEADERS', 'a=1,b=1', 'b=2', 'headers', () => ({ a: '1', b: '1' }), { a: '1', b: '2' }],
    ['COMPRESSION', 'gzip', 'none', 'gzip', () => true, false],
    ['TIMEOUT', '500', '700', 'timeout', () => 500, 700],
    ['CERTIFICATE', 'all', 'own', 'ca', () => '-----BEGIN all', '-----BEGIN own'],
    ['CLIENT_CERTIFICATE', 'all', 'own', 'cert', () => '-----BEGIN all', '-----BEGIN own'],
    ['CLIENT_KEY', 'all', 'own', 'key', () => '-----BEGIN all', '-----BEGIN own'],
  ];
  for (const [variable, all, own, field, ofAll, ofOwn] of ROWS) {
    const said = (text: string): string => (text === all && all === 'all' ? join(folder, 'all') : text === 'own' ? join(folder, 'own') : text);

    it(`takes ${PREFIX}${variable} for all signals`, () => {
      const targets = made({ [PREFIX + variable]: said(all) });
      for (const signal of SIGNALS) expect(targets[signal]?.[field], signal).to.deep.equal(ofAll(signal));
    });

    for (const one of SIGNALS) {
      it(`takes ${PREFIX}${one.toUpperCase()}_${variable} for ${one} before that of all, and for nothing else`, () => {
        const targets = made({ [PREFIX + variable]: said(all), [`${PREFIX}${one.toUpperCase()}_${variable}`]: said(own) });
        for (const signal of SIGNALS) expect(targets[signal]?.[field], signal).to.deep.equal(signal === one ? ofOwn : ofAll(signal));
      });
    }
  }

  it('sends to this machine without a word', () => {
    for (const signal of SIGNALS) {
      expect(made({})[signal]).to.deep.equal({
        protocol: 'http/protobuf', url: `http://localhost:4318/v1/${signal}`, headers: {}, gzip: false, timeout: 10_000, ca: undefined, cert: undefined, key: undefined,
      });
    }
    expect(made({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).logs?.url).to.equal('http://localhost:4317');
  });

  it('takes an HTTP endpoint without a scheme for http', () => {
    expect(made({ OTEL_EXPORTER_OTLP_ENDPOINT: 'all.test:4318' }).traces?.url).to.equal('http://all.test:4318/v1/traces');
  });

  it('keeps the query of an endpoint behind the path of the signal', () => {
    expect(made({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://ann:pw@all.test/in?key=1' }).traces?.url).to.equal('https://ann:pw@all.test/in/v1/traces?key=1');
  });

  for (const [scope, insecure, url] of [
    ['', undefined, 'https://all.test:4317'], ['', 'true', 'http://all.test:4317'], ['LOGS_', 'true', 'http://all.test:4317'], ['TRACES_', 'true', 'https://all.test:4317'],
    ['METRICS_', 'true', 'https://all.test:4317'],
  ] as const) {
    it(`takes a gRPC endpoint without a scheme for ${url.split(':')[0]} with ${PREFIX}${scope}INSECURE=${insecure ?? ''}`, () => {
      const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'all.test:4317', [`${PREFIX}${scope}INSECURE`]: insecure ?? '' };
      expect(made(env).logs?.url).to.equal(url);
    });
  }

  for (const [variable, signal] of [['OTEL_BSP_EXPORT_TIMEOUT', 'traces'], ['OTEL_METRIC_EXPORT_TIMEOUT', 'metrics'], ['OTEL_BLRP_EXPORT_TIMEOUT', 'logs']] as const) {
    it(`ends a batch of ${signal} by ${variable}, when that is the shorter one`, () => {
      expect(made({ [variable]: '300' })[signal]?.timeout).to.equal(300);
      expect(made({ [variable]: '300', OTEL_EXPORTER_OTLP_TIMEOUT: '200' })[signal]?.timeout).to.equal(200);
      expect(made({ [variable]: '0', OTEL_EXPORTER_OTLP_TIMEOUT: '0' })[signal]?.timeout).to.equal(2 ** 31 - 1);
    });
  }

  it('has no target for what is not exported by OTLP', () => {
    const targets = made({ OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'console', OTEL_LOGS_EXPORTER: 'console,otlp' });
    expect(SIGNALS.filter((signal) => targets[signal] !== undefined)).to.deep.equal(['logs']);
  });

  it('looks for gRPC only when something leaves by it', () => {
    expect(made({ OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc', OTEL_LOGS_EXPORTER: 'none' }).grpc).to.equal(undefined);
    expect(made({ OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc' }).grpc).to.match(/grpc-js/);
  });

  it('names a file that cannot be read once, and by the variable that named it', () => {
    const problems: VigilError[] = [];
    const targets = made({ OTEL_EXPORTER_OTLP_CERTIFICATE: join(folder, 'all'), OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE: 'nowhere', OTEL_EXPORTER_OTLP_CLIENT_KEY: folder }, problems);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      `OTEL_EXPORTER_OTLP_CLIENT_KEY names ${folder}, which cannot be used: EISDIR, it is a folder`, 'OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE names nowhere, which cannot be used: ENOENT, there is no such file',
    ]);
    expect([targets.logs?.ca, targets.traces?.ca]).to.deep.equal([undefined, '-----BEGIN all']);
  });

  it('names a file that holds no certificate, which would fail in words of OpenSSL when it connects', () => {
    writeFileSync(join(folder, 'empty'), '');
    const problems: VigilError[] = [];
    expect(made({ OTEL_EXPORTER_OTLP_CLIENT_KEY: join(folder, 'empty') }, problems).traces?.key).to.equal(undefined);
    expect(problems.map(({ message }) => message)).to.deep.equal([`OTEL_EXPORTER_OTLP_CLIENT_KEY names ${join(folder, 'empty')}, which cannot be used: it holds no PEM`]);
  });
});
