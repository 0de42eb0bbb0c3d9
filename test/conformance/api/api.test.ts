import { expect } from 'chai';
import type { Preload } from '../../support/service.ts';
import { askAll, type Run } from './ask-all.ts';
import { comparable, comparableOwn, type Comparable } from './comparable.ts';
import { ENVIRONMENTS } from './environments.ts';
import { otherService } from './other-service.ts';

const WAYS = ['require', 'general', 'stock'] as const satisfies readonly Preload[];

for (const environment of ENVIRONMENTS) {
  describe(`the API with ${environment.name}`, () => {
    let hot: Run;
    let general: Run;
    let stock: Run;

    before(async function () {
      this.timeout(120_000);
      const other = await otherService();
      [hot, general, stock] = (await Promise.all(WAYS.map((way) => askAll(environment, way, other.url))).finally(other.close)) as [Run, Run, Run];
    });

    it('shows an application the same on the hot path as with the stock SDK', () => expectSame(hot.answers, stock.answers));
    it('shows an application the same on the general path as with the stock SDK', () => expectSame(general.answers, stock.answers));
    it('makes the same spans on both paths', () => expectSame(shown(hot, comparable), shown(general, comparable)));

    it('makes the same spans as the stock SDK, its own attributes aside', () => {
      expectSame(shown(hot, forStock), shown(stock, forStock));
    });

    const forStock: typeof comparable = (span, all) =>
      span.scope.name !== 'of the application' ? comparableOwn(span, all, environment.full === true) : comparable(span, all);
  });
}

function shown({ spans }: Run, as: typeof comparable): [string, Comparable][] {
  const all = spans.map(([, span]) => span);
  return spans.map(([question, span]) => [`${span.kind} span of ${question}`, as(span, all)]);
}

/** One by one, so that a failure shows one of hundreds. */
function expectSame(found: readonly (readonly [string, unknown])[], expected: readonly (readonly [string, unknown])[]): void {
  for (const [i, [name, value]] of found.entries()) expect(value, name).to.deep.equal(expected[i]?.[1]);
  expect(found.map(([name]) => name)).to.deep.equal(expected.map(([name]) => name));
}
