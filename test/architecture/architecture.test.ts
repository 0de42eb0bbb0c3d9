import { expect } from 'chai';
import { exceptions, type Exception } from './exceptions.ts';
import { fileName } from './file-name.ts';
import { globalBan } from './global-ban.ts';
import { importBan } from './import-ban.ts';
import { size, spreads, type Spread } from './size.ts';
import { ourSources, type Rule, type Violation } from './source.ts';
import { storeBound } from './store.ts';

const sources = ourSources();

describe('the architecture', () => {
  const rules: Readonly<Record<string, Rule>> = {
    'keeps every import inside the room of its package': importBan,
    'reaches for environment, clock and network only where the rooms allow it': globalBan,
    'keeps no store without a bound': storeBound,
    'has no file and no function that is too long': size,
    'names files and folders after what they hold': fileName,
  };
  for (const [name, rule] of Object.entries(rules)) {
    it(name, () => expect(broken(rule)).to.deep.equal([]));
  }

  it('has no exception that nothing needs, and none without a reason', () => {
    const found = Object.values(rules).flatMap((rule) => sources.flatMap(rule));
    const idle = exceptions.filter((one) => one.reason.length < 20 || !found.some((violation) => isExcepted(violation, one)));
    expect(idle).to.deep.equal([]);
  });

  it('has short functions, half of them at most 15 lines', () => {
    const { files, functions } = spreads(sources.filter((source) => source.package));
    console.log(`      ${said('functions', functions)}; ${said('files', files)} (lines)`);
    expect(functions.count).to.be.above(20);
    expect(functions.median).to.be.at.most(15);
  });
});

function broken(rule: Rule): string[] {
  const found = sources.flatMap(rule).filter((one) => !exceptions.some((exception) => isExcepted(one, exception)));
  return found.map(({ path, line, text }) => `${path}:${line} ${text}`);
}

function isExcepted(one: Violation, exception: Exception): boolean {
  return one.path === exception.path && one.rule === exception.rule;
}

function said(what: string, { count, median, p90, max }: Spread): string {
  return `${count} ${what}: median ${median}, p90 ${p90}, longest ${max}`;
}
