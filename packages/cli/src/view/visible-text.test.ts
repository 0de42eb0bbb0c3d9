import { expect } from 'chai';
import { columns, fit, pad, visible } from './visible-text.ts';

describe('visible text', () => {
  it('shows control characters instead of letting them act', () => {
    expect(visible('\x1b[2J\x07\r\n\x7f\x9b')).to.equal('␛[2J␇␍␊␡\\u{9b}');
  });

  it('shows direction overrides, zero-width characters and broken surrogates', () => {
    expect(visible('a\u202eb\u200bc\ud800d\u2028')).to.equal('a\\u{202e}b\\u{200b}c\\u{d800}d\\u{2028}');
  });

  it('leaves letters of any script alone', () => {
    expect(visible('größe 上海 🎉')).to.equal('größe 上海 🎉');
  });

  it('counts columns as a terminal does', () => {
    expect(['abc', 'é', 'e\u0301', '上海', '🎉', ''].map(columns)).to.deep.equal([3, 1, 1, 4, 2, 0]);
  });

  it('cuts to columns with an ellipsis, never in the middle of a wide character', () => {
    expect(fit('abcdef', 4)).to.equal('abc…');
    expect(fit('上海市', 4)).to.equal('上…');
    expect(fit('abcd', 4)).to.equal('abcd');
    expect(fit('abc', 0)).to.equal('');
  });

  it('pads to columns on either side', () => {
    expect(pad('上', 4)).to.equal('上  ');
    expect(pad('7', 3, 'left')).to.equal('  7');
  });
});
