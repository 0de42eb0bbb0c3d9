import { expect } from 'chai';
import { vigilError } from '../errors.ts';
import { explainLine } from './explain-line.ts';

describe('explainLine', () => {
  it('takes a line apart into code, what is wrong and what to do', () => {
    const error = vigilError('VIGIL_CONFIG_INVALID', { name: 'VIGIL_MODE', value: '"a. Correct it"', expected: 'b', fallback: 'observe' });
    expect(explainLine(error.line)).to.deep.equal({ code: error.code, what: error.message, remedy: error.remedy });
  });

  it('keeps a line whose code it does not know whole', () => {
    expect(explainLine('VIGIL_NEW: odd. Mend it')).to.deep.equal({ code: 'VIGIL_NEW', what: 'odd. Mend it', remedy: '' });
  });

  it('has nothing to say about other lines', () => {
    expect(explainLine('0.1.0 watches shop; mode observe')).to.equal(undefined);
  });
});
