import { createRequire } from 'node:module';
import { expect } from 'chai';
import { createInstrumentation } from './stock-instrumentation.ts';

describe('createInstrumentation', () => {
  // The base class of the bundle's instrumentations, as it is installed.
  const bundle = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/auto-instrumentations-node'));
  type Hooked = { readonly _hooks: readonly unknown[] };

  for (const [name, parts] of [['pg', []], ['redis', ['instrumentationV2_V3', 'instrumentationV4_V5']]] as const) {
    it(`makes one that is enabled, sets no hooks of its own, and tells what it would change: ${name}`, () => {
      const made = createInstrumentation(bundle(`@opentelemetry/instrumentation-${name}`) as Record<string, unknown>, { requireParentSpan: true });
      const all = [made, ...parts.map((part) => (made as unknown as Record<string, unknown>)[part])] as unknown as Hooked[];
      expect(all.map(({ _hooks: hooks }) => hooks.length)).to.deep.equal(all.map(() => 0));
      expect((made as unknown as { isEnabled(): boolean }).isEnabled()).to.equal(true);
      expect(made.getConfig()).to.include({ enabled: true, requireParentSpan: true });
      expect(made.getModuleDefinitions()).to.not.deep.equal([]);
    });
  }

  it('throws when there is none', () => {
    expect(() => createInstrumentation({ version: '1.0.0', helper: () => {} }, {})).to.throw('it exports no instrumentation');
  });
});
