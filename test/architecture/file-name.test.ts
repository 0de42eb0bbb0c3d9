import { expect } from 'chai';
import { fileName } from './file-name.ts';
import { source } from './source.ts';

describe('the rule of names', () => {
  const broken = (path: string): number => fileName(source(path, '')).length;

  for (const path of [
    'packages/events/src/utils.ts', 'packages/events/src/helpers/emit.ts', 'packages/events/src/event-manager.ts',
    'packages/events/src/common.ts', 'packages/events/src/onEvent.ts', 'packages/events/src/on_event.ts', 'tools/Parts/parts.ts',
  ]) it(`catches ${path}`, () => expect(broken(path)).to.equal(1));

  for (const path of [
    'packages/events/src/emit.ts', 'packages/events/src/on-event.test.ts', 'packages/eslint-plugin/tsdown.config.ts', 'test/e2e/collector.test.ts',
  ]) it(`allows ${path}`, () => expect(broken(path)).to.equal(0));
});
