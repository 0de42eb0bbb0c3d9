import { expect } from 'chai';
import { likelyName, nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  const known = ['VIGIL_MODE', 'VIGIL_STRICT', 'VIGIL_SEND_LOGS'];

  for (const [name, expected] of [['VIGIL_MOD', 'VIGIL_MODE'], ['VIGIL_STRCIT', 'VIGIL_STRICT'], ['VIGIL_SENDLOGS', 'VIGIL_SEND_LOGS'], ['VIGIL_STRICT', 'VIGIL_STRICT'], ['', 'VIGIL_MODE']] as const) {
    it(`of ${JSON.stringify(name)} is ${expected}`, () => {
      expect(nearestName(name, known)).to.equal(expected);
    });
  }

  it('is nothing where nothing is known', () => {
    expect(nearestName('x', [])).to.equal('');
  });
});

describe('likelyName', () => {
  for (const [name, expected] of [['VIGIL_MOD', 'VIGIL_MODE'], ['mod', undefined], ['VIGIL_XYZZY', undefined], ['VIGIL_ENDPOINT', undefined], ['VIGIL_SERVICE_NAME', 'OTEL_SERVICE_NAME']] as const) {
    it(`of ${name} is ${expected}`, () => {
      expect(likelyName(name, ['VIGIL_MODE', 'VIGIL_STRICT', 'OTEL_SERVICE_NAME'])).to.equal(expected);
    });
  }
});
