import { expect } from 'chai';
import { readSettings } from './read-settings.ts';
import { EXPORT_SETTINGS } from './export-settings.ts';
import { SETTINGS, type SettingRow, type Settings } from './settings.ts';

type Row = readonly [name: keyof Settings, right: string, value: unknown, wrong: string | undefined];

/** The same, by what remains of the variable's name for all signals and for each. */
const OF_EXPORT: Readonly<Record<string, readonly [right: string, value: unknown, wrong: string | undefined]>> = {
  ENDPOINT: ['https://collector.test:4318/in', 'https://collector.test:4318/in', 'ftp://collector.test'],
  PROTOCOL: ['http/json', 'http/json', 'http'],
  HEADERS: ['a=b%20c,, D = e=f', { a: 'b c', D: 'e=f' }, 'a'],
  COMPRESSION: ['gzip', 'gzip', 'zstd'],
  TIMEOUT: ['500', 500, 'soon'],
  CERTIFICATE: ['ca.pem', 'ca.pem', undefined],
  CLIENT_CERTIFICATE: ['client.pem', 'client.pem', undefined],
  CLIENT_KEY: ['client.key', 'client.key', undefined],
  INSECURE: ['TRUE', true, '1'],
};

/** Each setting: a text that it takes, what that means, and one that it does not take. */
const ROWS: readonly Row[] = [
  ['disabled', 'TRUE', true, 'yes'], ['mode', 'Shadow', 'shadow', 'block'], ['strict', '1', true, '2'], ['logLevel', 'debug', 'debug', 'verbose'],
  ['sendLogs', 'true', true, 'on'], ['serviceName', 'shop', 'shop', undefined], ['resourceAttributes', 'a=b', 'a=b', 'a=b,c'],
  ['tracesExporter', 'none', [], 'jaeger'], ['metricsExporter', 'Console', ['console'], 'prometheus'], ['logsExporter', 'otlp, console,otlp', ['otlp', 'console'], 'none,otlp'],
  ['propagators', 'b3, tracecontext', ['b3', 'tracecontext'], 'b2'], ['spanTimeout', '0', 0, '-1'], ['logTimeout', '2147483647', 2147483647, '2147483648'],
  ['metricTimeout', '10', 10, 'ten'], ['metricTemporality', 'LowMemory', 'lowmemory', 'low'], ['metricHistogram', 'base2_exponential_bucket_histogram', 'base2_exponential_bucket_histogram', 'exponential'],
  ['sdkLogLevel', 'WARN', 'warn', 'loud'], ['configFile', 'otel.yaml', 'otel.yaml', undefined],
  ['sampler', 'parentbased_traceidratio', 'parentbased_traceidratio', 'jaeger_remote'], ['samplerArg', '0.25', 0.25, '1.01'],
  ['tailRatio', '0.05', 0.05, '5%'], ['tailSlow', '500', 500, '0'], ['tailRemote', 'judge', 'judge', 'drop'], ['tailSpans', '9', 9, '0'], ['tailBytes', '9', 9, '32M'],
  ['spanDelay', '0', 0, '1.5'], ['spanQueue', '10', 10, '0'], ['spanBatch', '1', 1, '0'], ['logDelay', '5', 5, '5s'], ['logQueue', '10', 10, '0'],
  ['logBatch', '1', 1, '0'], ['metricInterval', '1000', 1000, '0'], ['exitDeadline', '0', 0, '-1'], ['workers', '0', false, 'no'],
  ['spanAttributeLength', '9', 9, '0'], ['spanAttributeCount', '0', 0, '-1'], ['spanEventCount', '9', 9, 'x'], ['spanLinkCount', '9', 9, '1e3'],
  ['eventAttributeCount', '9', 9, '1.5'], ['linkAttributeCount', '9', 9, '0x1'], ['logAttributeLength', '9', 9, '0'], ['logAttributeCount', '9', 9, 'no'],
  ['ignorePaths', '/up, default', ['/up', 'default'], 'up'], ['staticFiles', 'none', [], undefined], ['serverTiming', '1', true, 'yes'], ['middlewareSpans', 'true', true, '2'],
  ['baggageKeys', 'user.id,tenant', ['user.id', 'tenant'], undefined], ['baggageHosts', '*.example.com', ['*.example.com'], 'https://example.com'],
  ...(Object.keys(EXPORT_SETTINGS) as (keyof typeof EXPORT_SETTINGS)[]).map((name): Row => [name, ...OF_EXPORT[SETTINGS[name].env[0].replace(/^OTEL_EXPORTER_OTLP_((TRACES|METRICS|LOGS)_)?/, '')]!]),
  ['enabledInstrumentations', 'pg', ['pg'], undefined], ['disabledInstrumentations', 'pg, redis', ['pg', 'redis'], undefined],
];

describe('readSettings', () => {
  const rowOf = (name: keyof Settings): SettingRow => SETTINGS[name];

  it('is tested on every setting there is', () => {
    expect(ROWS.map(([name]) => name)).to.have.members(Object.keys(SETTINGS));
  });

  for (const [name, right, value, wrong] of ROWS) {
    for (const variable of rowOf(name).env) {
      it(`takes ${variable}=${right} for ${name}`, () => {
        const { settings, problems } = readSettings({}, { [variable]: ` ${right} ` });
        expect(settings[name]).to.deep.equal(value);
        expect(problems).to.deep.equal([]);
      });

      it(`takes ${variable} for unset when it is empty`, () => {
        const { settings, problems } = readSettings({}, { [variable]: ' ' });
        expect(settings[name]).to.deep.equal(rowOf(name).default);
        expect(problems).to.deep.equal([]);
      });

      if (wrong !== undefined) {
        it(`names ${variable}=${wrong} and falls back to the default`, () => {
          const { settings, problems } = readSettings({}, { [variable]: wrong });
          expect(settings[name]).to.deep.equal(rowOf(name).default);
          expect(problems.map(({ code }) => code)).to.deep.equal(['VIGIL_CONFIG_INVALID']);
          expect(problems[0]?.message).to.match(new RegExp(`^${variable} is (".+"|\\(not shown\\)), but it takes .+`));
        });
      }
    }

    it(`takes ${name} from code before the environment`, () => {
      const env = { [rowOf(name).env[0]]: wrong ?? 'from the environment' };
      const { settings, problems } = readSettings({ [name]: value } as Partial<Settings>, env);
      expect(settings[name]).to.deep.equal(value);
      expect(problems).to.deep.equal([]);
    });

    if (wrong !== undefined) {
      it(`names a wrong ${name} from code by its name there`, () => {
        const { settings, problems } = readSettings({ [name]: wrong } as Partial<Settings>, {});
        expect(settings[name]).to.deep.equal(rowOf(name).default);
        expect(problems[0]?.message).to.match(new RegExp(`^${name} is `));
      });
    }
  }

  it('takes `1` for true where the specification does not forbid it', () => {
    expect(readSettings({}, { VIGIL_DISABLED: '1' }).settings.disabled).to.equal(true);
    const { settings, problems } = readSettings({}, { OTEL_SDK_DISABLED: '1' });
    expect(settings.disabled).to.equal(false);
    expect(problems.map(({ message }) => message)).to.deep.equal(['OTEL_SDK_DISABLED is "1", but it takes true or false']);
  });

  it('takes the file after the environment, and names it', () => {
    const file = { name: 'vigil.config.json', values: { $schema: 'x', mode: 'shadow', logLevel: 'loud', samplerArg: '1', tracesExporter: 'none', sendLog: true } };
    const { settings, problems } = readSettings({}, { VIGIL_MODE: 'enforce' }, file);
    expect([settings.mode, settings.logLevel, settings.samplerArg, settings.tracesExporter]).to.deep.equal(['enforce', 'info', 1, ['otlp']]);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'sendLog in vigil.config.json is not a setting of Vigil',
      'logLevel in vigil.config.json is "loud", but it takes one of none, error, warn, info, debug',
      'tracesExporter in vigil.config.json is "none", but it takes a list: ["none"], or some of otlp, console',
      'samplerArg in vigil.config.json is "1", but it takes a number from 0 to 1',
    ]);
    expect(readSettings({}, {}, file).settings.mode).to.equal('shadow');
  });

  it("takes a signal's own setting before that of all, but a source before another with both", () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all.test', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs.test' };
    expect(readSettings({}, env).settings.logsEndpoint).to.equal('http://logs.test');
    expect(readSettings({ endpoint: 'http://code.test' }, env).settings.logsEndpoint).to.equal(undefined);
    expect(readSettings({ tracesEndpoint: 'http://code.test' }, env).settings.logsEndpoint).to.equal('http://logs.test');
  });

  it('names what a wrong value may have meant', () => {
    const messages = (env: Record<string, string>): string[] => readSettings({}, env).problems.map(({ message }) => message);
    expect(messages({ VIGIL_MODE: 'obsreve' })).to.deep.equal(['VIGIL_MODE is "obsreve", but it takes one of observe, shadow, enforce (did you mean observe?)']);
    expect(messages({ OTEL_PROPAGATORS: 'baggage,tracecontxt' })[0]).to.match(/\(did you mean tracecontext\?\)$/);
    expect(messages({ VIGIL_MODE: 'block' })[0]).not.to.include('did you mean');
  });

  it('never repeats headers, not even wrong ones', () => {
    expect(readSettings({ headers: { 'a b': 'hunter2' } }, { OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'hunter2' }).problems.map(({ line }) => line).join()).to.include('VIGIL_CONFIG_INVALID').and.not.include('hunter2');
  });

  it('prefers our own variable to that of the specification', () => {
    expect(readSettings({}, { VIGIL_DISABLED: 'false', OTEL_SDK_DISABLED: 'true' }).settings.disabled).to.equal(false);
  });

  it('never repeats a URL, which may hold a password', () => {
    const { problems } = readSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://ann:hunter2@collector.test' });
    expect(problems[0]?.line).not.to.include('hunter2');
  });

  it('repeats no more of a wrong value than a line can bear', () => {
    const { problems } = readSettings({}, { VIGIL_MODE: 'x'.repeat(10_000) });
    expect(problems[0]?.line.length).to.be.lessThan(300);
  });

  it('names a misspelt variable of ours, with the nearest one, but never its value', () => {
    const { problems } = readSettings({}, { VIGIL_SEND_LOG: 'hunter2', OTEL_SERVICE_NAMES: 'x' });
    expect(problems.map(({ line }) => line)).to.deep.equal([
      'VIGIL_CONFIG_UNKNOWN: VIGIL_SEND_LOG is not a setting of Vigil. Correct it (did you mean VIGIL_SEND_LOGS?); see docs/configuration.md',
    ]);
  });

  it('asks after a name only where one is near, and says what a variable is called in a file', () => {
    const lines = (env: Record<string, string>, values: object = {}): string[] => readSettings({}, env, { name: 'f.json', values: values as never }).problems.map(({ line }) => line);
    expect(lines({ VIGIL_XYZZY: '1' })).to.deep.equal(['VIGIL_CONFIG_UNKNOWN: VIGIL_XYZZY is not a setting of Vigil. Correct it; see docs/configuration.md']);
    expect(lines({ VIGIL_SERVICE_NAME: 'x' })[0]).to.include('Correct it (did you mean OTEL_SERVICE_NAME?); ');
    expect(lines({}, { OTEL_SERVICE_NAME: 'x' })[0]).to.include('OTEL_SERVICE_NAME in f.json is not a setting of Vigil. Correct it (did you mean serviceName?); ');
  });

  it('leaves a variable alone that is unknown and empty', () => {
    expect(readSettings({}, { VIGIL_XYZZY: ' ' }).problems).to.deep.equal([]);
  });

  it('says what a file takes, in the words of a file, and where a number ends', () => {
    const messages = (values: object): string[] => readSettings({}, {}, { name: 'f.json', values: values as never }).problems.map(({ message }) => message.replace(/.* but it takes /, ''));
    expect(messages({ propagators: 'b3' })[0]).to.match(/^a list: \["none"\], or some of tracecontext, [^(]+$/);
    expect(messages({ headers: 'a=b' })[0]).to.match(/^an object of texts by name/);
    expect(messages({ spanQueue: 2 ** 31 })[0]).to.equal('a whole number from 1 to 2147483647');
  });

  it('names what is used in the place of a wrong value also where nothing is the default', () => {
    const remedies = readSettings({}, { VIGIL_TAIL_RATIO: '5', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' }).problems.map(({ remedy }) => remedy);
    expect(remedies).to.deep.equal(['Correct it; the default none is used until then', 'Correct it; the default http://localhost:4318 (gRPC: 4317) is used until then']);
  });

  it('takes host:port only where there is such a port', () => {
    expect(readSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }).problems).to.deep.equal([]);
    expect(readSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:99999' }).problems.map(({ code }) => code)).to.deep.equal(['VIGIL_CONFIG_INVALID']);
  });

  it('answers with settings that nobody can change', () => {
    expect(readSettings({}, {}).settings).to.satisfy(Object.isFrozen);
  });

  it('finds nothing wrong with nothing', () => {
    expect(readSettings({}, {}).problems).to.deep.equal([]);
  });
});
