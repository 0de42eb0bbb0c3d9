import { expect } from 'chai';
import { areModuleHooksSound } from './are-module-hooks-sound.ts';

describe('are-module-hooks-sound', () => {
  const cases: Readonly<Record<string, boolean>> = {
    '20.20.2': false, '22.15.0': false, '22.22.2': false, '22.22.3': true, '22.23.0': true, '23.11.0': false,
    '24.0.0': false, '24.11.0': false, '24.11.1': true, '24.21.0': true, '25.0.0': false, '25.1.0': true, '26.0.0': true, '27.0.0-nightly': true,
  };
  for (const [version, sound] of Object.entries(cases)) {
    it(`${version}: ${sound ? 'yes' : 'no'}`, () => expect(areModuleHooksSound(version)).to.equal(sound));
  }
});
