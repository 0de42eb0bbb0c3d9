import { expect } from 'chai';
import { exportTargets } from './config/export-targets.ts';
import { readSettings } from './config/read-settings.ts';
import { shownUrl, startLine } from './start-line.ts';
import { VERSION } from './version.ts';

describe('startLine', () => {
  const line = (env: Record<string, string>, resource: Record<string, string> = { 'service.name': 'shop', 'service.version': '1.2.3' }): string => {
    const { settings } = readSettings({}, env);
    return startLine(settings, exportTargets(settings, []), resource);
  };

  it('says who, what, where to and how', () => {
    expect(line({})).to.equal(`${VERSION} watches shop 1.2.3; traces, metrics, logs to http://localhost:4318 (http/protobuf); mode observe`);
  });

  it('leaves out what there is not', () => {
    expect(line({ OTEL_METRICS_EXPORTER: 'none', VIGIL_MODE: 'enforce' }, { 'service.name': 'shop' }))
      .to.equal(`${VERSION} watches shop; traces, logs to http://localhost:4318 (http/protobuf); mode enforce`);
  });

  it('tells apart what goes elsewhere, or by another protocol, or to the console', () => {
    const env = {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://ann:hunter2@metrics.test/in', OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json', OTEL_TRACES_EXPORTER: 'otlp,console',
    };
    expect(line(env)).to.include(
      '; traces to http://localhost:4318 (http/protobuf), metrics to https://metrics.test/in (http/protobuf), logs to http://localhost:4318 (http/json), traces to the console;',
    );
  });

  it('says so when nothing is exported', () => {
    expect(line({ OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' })).to.include('nothing is exported');
  });

  for (const [url, shown] of [
    ['http://localhost:4318', 'http://localhost:4318'], ['https://ann:hunter2@c.test/otlp?key=hunter3#hunter4', 'https://c.test/otlp'],
    ['http://[::1]:4318/', 'http://[::1]:4318'], ['hunter2', '(not a URL)'],
  ] as const) {
    it(`shows ${shown} of an endpoint`, () => {
      expect(shownUrl(url)).to.equal(shown);
    });
  }
});
