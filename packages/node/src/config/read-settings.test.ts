import { expect } from 'chai';
import { readSettings } from './read-settings.ts';
import { SETTINGS, type SettingRow, type Settings } from './settings.ts';

type Row = readonly [name: keyof Settings, right: string, value: unknown, wrong: string | undefined];

/** Each setting: a text that it takes, what that means, and one that it does not take. */
const ROWS: readonly Row[] = [
  ['disabled', 'TRUE', true, 'yes'], ['mode', 'Shadow', 'shadow', 'block'], ['strict', '1', true, '2'], ['logLevel', 'debug', 'debug', 'verbose'],
  ['sendLogs', 'true', true, 'on'], ['serviceName', 'shop', 'shop', undefined], ['resourceAttributes', 'a=b', 'a=b', undefined],
  ['endpoint', 'https://collector.test:4318', 'https://collector.test:4318', 'collector.test:4318'], ['protocol', 'http/protobuf', 'http/protobuf', 'grpc'],
  ['tracesExporter', 'none', 'none', 'jaeger'], ['metricsExporter', 'none', 'none', 'prometheus'], ['logsExporter', 'none', 'none', 'console'],
  ['sampler', 'parentbased_traceidratio', 'parentbased_traceidratio', 'jaeger_remote'], ['samplerArg', '0.25', 0.25, '-1'],
  ['spanDelay', '0', 0, '1.5'], ['spanQueue', '10', 10, '0'], ['spanBatch', '1', 1, '0'], ['logDelay', '5', 5, '5s'], ['logQueue', '10', 10, '0'],
  ['logBatch', '1', 1, '0'], ['metricInterval', '1000', 1000, '0'], ['exitDeadline', '0', 0, '-1'],
  ['spanAttributeLength', '9', 9, '0'], ['spanAttributeCount', '0', 0, '-1'], ['spanEventCount', '9', 9, 'x'], ['spanLinkCount', '9', 9, '1e3'],
  ['eventAttributeCount', '9', 9, '1.5'], ['linkAttributeCount', '9', 9, '0x1'], ['logAttributeLength', '9', 9, '0'], ['logAttributeCount', '9', 9, 'no'],
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
        expect(settings[name]).to.equal(value);
        expect(problems).to.deep.equal([]);
      });

      it(`takes ${variable} for unset when it is empty`, () => {
        const { settings, problems } = readSettings({}, { [variable]: ' ' });
        expect(settings[name]).to.equal(rowOf(name).default);
        expect(problems).to.deep.equal([]);
      });

      if (wrong !== undefined) {
        it(`names ${variable}=${wrong} and falls back to the default`, () => {
          const { settings, problems } = readSettings({}, { [variable]: wrong });
          expect(settings[name]).to.equal(rowOf(name).default);
          expect(problems.map(({ code }) => code)).to.deep.equal(['VIGIL_CONFIG_INVALID']);
          expect(problems[0]?.message).to.match(new RegExp(`^${variable} is ".+", but it takes .+`));
        });
      }
    }

    it(`takes ${name} from code before the environment`, () => {
      const env = { [rowOf(name).env[0]]: wrong ?? 'from the environment' };
      const { settings, problems } = readSettings({ [name]: value } as Partial<Settings>, env);
      expect(settings[name]).to.equal(value);
      expect(problems).to.deep.equal([]);
    });

    if (wrong !== undefined) {
      it(`names a wrong ${name} from code by its name there`, () => {
        const { settings, problems } = readSettings({ [name]: wrong } as Partial<Settings>, {});
        expect(settings[name]).to.equal(rowOf(name).default);
        expect(problems[0]?.message).to.match(new RegExp(`^${name} is `));
      });
    }
  }

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
      'VIGIL_CONFIG_UNKNOWN: VIGIL_SEND_LOG is not a setting of Vigil. Did you mean VIGIL_SEND_LOGS? See docs/configuration.md',
    ]);
  });

  it('answers with settings that nobody can change', () => {
    expect(readSettings({}, {}).settings).to.satisfy(Object.isFrozen);
  });

  it('finds nothing wrong with nothing', () => {
    expect(readSettings({}, {}).problems).to.deep.equal([]);
  });
});
