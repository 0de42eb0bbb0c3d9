import { expect } from 'chai';
import { differences, type Difference, type Observed } from './differences.ts';
import { metricFacts, spanFacts } from './facts.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { QUESTIONS } from './questions.ts';
import { FRAMEWORKS, run, type Framework } from './run.ts';
import { startTargets, type Targets } from './targets.ts';

describe('Vigil beside the stock instrumentations', () => {
  const observed = new Map<Framework, Observed>();
  let found: Difference[];

  before(async function () {
    this.timeout(180_000);
    const { targets, close } = await startTargets();
    for (const framework of FRAMEWORKS) observed.set(framework, await observe(framework, targets));
    close();
    found = differences(observed);
  });

  for (const framework of FRAMEWORKS) {
    it(`is asked everything, and both answer (${framework})`, () => {
      for (const { name, headers } of QUESTIONS) {
        const spans = headers?.['traceparent']?.endsWith('-00') === true ? '0' : '1';
        const facts = observed.get(framework)?.get(name);
        expect([facts?.vigil.get('spans: of the server'), facts?.stock.get('spans: of the server')], name).to.deep.equal([spans, spans]);
      }
    });
  }

  it('makes no difference that the list does not know', () => expect(without(found, KNOWN_DIFFERENCES)).to.equal(''));
  it('makes every difference that the list knows', () => expect(without(KNOWN_DIFFERENCES, found)).to.equal(''));
  it('has a reason for each', () => {
    for (const { what, reason } of KNOWN_DIFFERENCES) expect(reason.length, what).to.be.above(10);
  });
});

async function observe(framework: Framework, targets: Targets): Promise<Observed> {
  const [vigil, stock] = await Promise.all([run(framework, 'vigil', targets), run(framework, 'stock', targets)]);
  const requests = [...vigil.spans].map(([question, spans]) => [question, { vigil: spanFacts(question, spans), stock: spanFacts(question, stock.spans.get(question) ?? []) }] as const);
  return new Map([...requests, ['', { vigil: metricFacts(vigil.metrics), stock: metricFacts(stock.metrics) }]]);
}

/** Those of the first that the second has not; a line each. */
function without(these: readonly Difference[], those: readonly Difference[]): string {
  const line = ({ what, vigil, stock, where }: Difference): string => JSON.stringify({ what, vigil, stock, where });
  const known = new Set(those.map(line));
  return these.map(line).filter((text) => !known.has(text)).join('\n');
}
