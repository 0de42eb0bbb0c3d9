import { Ajv } from 'ajv';
import { expect } from 'chai';
import { readSettings } from '../../packages/node/src/config/read-settings.ts';
import { SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';
import { settingsSchema } from './settings-schema.ts';

/** What a file may hold, right or wrong, for any setting. */
const VALUES: readonly unknown[] = [
  true, false, 0, 1, 0.5, 1.5, -1, 2 ** 31 - 1, 2 ** 31, 1e12, '', 'true', '1', 'none', 'otlp', 'shadow', 'x=y', null, [], ['none'], ['otlp'], ['otlp', 'console'], ['none', 'otlp'], ['otlp', 7],
  ['tracecontext', 'b3'], {}, { a: 'b' }, { 'a b': 'c' }, { a: 7 }, { a: 'line\nfeed' }, 'http://collector.test/in', 'https://[::1]:4318', 'collector.test:4317', 'collector.test', 'ftp://x', 'http://',
  ['/up', 'default'], ['up'], ['*.example.com', '[::1]'], ['http://example.com'], ['example.com:80'], 'a=b,c', 'a=b, c=%20,', 'a=%zz', '=b', 'gzip', 'grpc', 'http/json', 'delta', 'debug', 'parentbased_always_off', 'base2_exponential_bucket_histogram',
];

describe('the schema for editors', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(settingsSchema()) as object);
  const isTaken = (name: string, value: unknown): boolean => readSettings({}, {}, { name: 'file', values: { [name]: value } }).problems.length === 0;

  for (const name of Object.keys(SETTINGS)) {
    it(`agrees with the preset on ${name}`, () => {
      for (const value of VALUES) expect(validate({ [name]: value }), JSON.stringify(value)).to.equal(isTaken(name, value));
    });
  }

  it('knows no other names', () => {
    expect([validate({ $schema: 'x' }), validate({ other: 1 })]).to.deep.equal([true, false]);
    expect([isTaken('$schema', 'x'), isTaken('other', 1)]).to.deep.equal([true, false]);
  });

  it('has the defaults and what each setting means', () => {
    const { properties } = JSON.parse(settingsSchema()) as { properties: Record<string, { default?: unknown; description?: string }> };
    for (const [name, row] of Object.entries<SettingRow>(SETTINGS)) {
      expect(properties[name]?.default).to.deep.equal(row.default);
      expect(properties[name]?.description).to.include(row.env[0]);
    }
  });
});
