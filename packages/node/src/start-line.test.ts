import { expect } from 'chai';
import { readSettings } from './config/read-settings.ts';
import { shownUrl, startLine } from './start-line.ts';
import { VERSION } from './version.ts';

describe('startLine', () => {
  const line = (env: Record<string, string>, resource: Record<string, string> = { 'service.name': 'shop', 'service.version': '1.2.3' }): string =>
    startLine(readSettings({}, env).settings, resource);

  it('says who, what, where to and how', () => {
    expect(line({})).to.equal(`${VERSION} watches shop 1.2.3; traces, metrics, logs to http://localhost:4318 (http/protobuf); mode observe`);
  });

  it('leaves out what there is not', () => {
    expect(line({ OTEL_METRICS_EXPORTER: 'none', VIGIL_MODE: 'enforce' }, { 'service.name': 'shop' }))
      .to.equal(`${VERSION} watches shop; traces, logs to http://localhost:4318 (http/protobuf); mode enforce`);
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
