import { expect } from 'chai';
import { IgnoredPaths, ignoredPaths } from './ignored-paths.ts';

describe('IgnoredPaths', () => {
  const cases: readonly [patterns: string[], url: string, ignored: boolean][] = [
    [['default'], '/healthz', true], [['default'], '/healthz?full=1', true], [['default'], '/ping', true], [['default'], '/health/ready', true],
    [['default'], '/', false], [['default'], '', false], [['default'], '?/ping', false], [['default'], '/health/7', false], [['default'], '/pong', false],
    [['default'], '/users/healthz', false], [['default'], '/PING', false], [['default'], '/ping/', false],
    [['/internal/*'], '/internal/', true], [['/internal/*'], '/internal/a/b?c', true], [['/internal/*'], '/internal', false], [['/internal/*'], '/x/internal/', false],
    [['/up', 'default'], '/up', true], [['/up', 'default'], '/readyz', true], [['/mine'], '/readyz', false],
    [[`/${'x'.repeat(300)}`], `/${'x'.repeat(300)}`, false], [['default'], `/${'x'.repeat(10_000)}`, false],
    [['*'], '/anything', true],
  ];
  for (const [patterns, url, ignored] of cases) {
    it(`${ignored ? 'knows' : 'does not know'} ${url.slice(0, 30)} by ${patterns.join().slice(0, 30)}`, () => {
      expect(new IgnoredPaths(patterns).has(url)).to.equal(ignored);
    });
  }

  it('is not there when nothing is ignored', () => {
    expect(ignoredPaths([])).to.equal(undefined);
  });
});
