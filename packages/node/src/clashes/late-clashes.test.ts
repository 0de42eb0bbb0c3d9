import { expect } from 'chai';
import { lateClashes } from './late-clashes.ts';
import type { LoadedPackage } from './loaded-packages.ts';

describe('lateClashes', () => {
  const copy = (name: string, version: string): LoadedPackage => ({ name, version, folder: `/${version}/` });
  const home = { [Symbol.for('opentelemetry.js.api.1')]: { version: '1.10.0' } };
  const found = (all: readonly LoadedPackage[], on: object = home, known: readonly string[] = []): string[] =>
    lateClashes((names) => all.filter(({ name }) => names.includes(name)), ({ name }) => known.includes(name), on).map(({ code, message }) => `${code} ${message}`);

  it('names copies of the API that are newer than ours, or of another major version, and no older ones', () => {
    const all = ['1.10.3', '1.9.0', '1.11.0', '2.0.0'].map((version) => copy('@opentelemetry/api', version));
    expect(found(all).map((line) => line.split(' cannot')[0])).to.deep.equal([
      'VIGIL_API_BLIND @opentelemetry/api 1.11.0 (/1.11.0/)', 'VIGIL_API_BLIND @opentelemetry/api 2.0.0 (/2.0.0/)',
    ]);
  });

  it('names another major version that is registered, also without a file of it', () => {
    const both = { ...home, [Symbol.for('opentelemetry.js.api.2')]: { version: '2.1.0' } };
    expect(found([], both)).to.have.length(1);
    expect(found([copy('@opentelemetry/api', '2.1.0')], both)).to.have.length(1);
  });

  it('names agents, save those that are known already', () => {
    const all = [copy('dd-trace', '6.0.0'), copy('newrelic', '13.0.0')];
    expect(found(all, home, ['newrelic'])).to.deep.equal(['VIGIL_AGENT_PRESENT another agent watches this application as well: dd-trace 6.0.0 (/6.0.0/)']);
  });
});
