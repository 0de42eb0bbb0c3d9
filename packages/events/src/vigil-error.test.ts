import { expect } from 'chai';
import { errorFrom, isVigilError } from './vigil-error.ts';

const TABLE = { VIGIL_TEST: { message: 'no {what} at {where}', remedy: 'Give {what}' } } as const;

describe('vigil-error', () => {
  it('fills the places of its row', () => {
    const error = errorFrom(TABLE, 'VIGIL_TEST', { what: 'port', where: 'start()' });
    expect(error.line).to.equal('VIGIL_TEST: no port at start(). Give port');
  });

  it('leaves a place that has no value visible', () => {
    expect(errorFrom(TABLE, 'VIGIL_TEST', { what: 'port' }).message).to.equal('no port at {where}');
  });

  it('is known by its brand, not by its class', () => {
    expect(isVigilError(errorFrom(TABLE, 'VIGIL_TEST'))).to.equal(true);
    expect(isVigilError(new Error('VIGIL_TEST'))).to.equal(false);
    expect(isVigilError(null)).to.equal(false);
  });
});
