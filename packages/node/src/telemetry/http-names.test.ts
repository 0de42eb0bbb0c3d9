import { expect } from 'chai';
import { capped, errorStatus, errorType, exceptionOf, methodName, spanName } from './http-names.ts';

describe('HTTP names', () => {
  for (const [method, expected] of [['GET', 'GET'], ['QUERY', 'QUERY'], ['get', '_OTHER'], ['PROPFIND', '_OTHER'], ['', '_OTHER'], ['__proto__', '_OTHER']] as const) {
    it(`calls the method ${JSON.stringify(method)} ${expected}`, () => {
      expect(methodName(method)).to.equal(expected);
    });
  }

  it('names a span by method and route, and never by a method that a client made up', () => {
    expect([spanName('GET', '/a/:b'), spanName('GET'), spanName('_OTHER', '/a'), spanName('_OTHER')]).to.deep.equal(['GET /a/:b', 'GET', 'HTTP /a', 'HTTP']);
  });

  it('cuts what is too long', () => {
    expect(capped('x'.repeat(5000))).to.have.length(2048);
    expect(capped('short')).to.equal('short');
  });

  class CardDeclined extends Error { override name = 'CardDeclined'; }
  const errors: readonly [name: string, error: unknown, expected: string][] = [
    ["an error's class", new TypeError('x'), 'TypeError'],
    ["an error's own name", new CardDeclined('x'), 'CardDeclined'],
    ["the system's code before the name", Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['the name where the code is a number', new DOMException('x', 'AbortError'), 'AbortError'],
    ['a plain object', {}, 'Error'],
    ['text', 'user 42 is gone', 'string'],
    ['a number', 42, 'number'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
  ];
  for (const [name, error, expected] of errors) {
    it(`tells what was thrown, in a bounded word: ${name}`, () => {
      expect(errorType(error)).to.equal(expected);
    });
  }

  it('cuts a name that is too long', () => {
    expect(errorType(Object.assign(new Error('x'), { name: 'x'.repeat(9999) }))).to.have.length(2048);
  });

  it('gives a span that failed the message of what was thrown, cut where it is too long', () => {
    expect(errorStatus(undefined)).to.deep.equal({ code: 2 });
    expect(errorStatus(new TypeError('no chair'))).to.deep.equal({ code: 2, message: 'no chair' });
    expect(errorStatus('said so')).to.deep.equal({ code: 2, message: 'said so' });
    expect(errorStatus({})).to.deep.equal({ code: 2, message: '[object Object]' });
    expect(errorStatus(new Error('x'.repeat(5000))).message).to.have.length(2048);
  });

  it("gives an exception the type that the span's error has, also where its code is a number", () => {
    const error = new DOMException('too late', 'TimeoutError');
    expect(exceptionOf(error)).to.include({ name: 'TimeoutError', message: 'too late', stack: error.stack }).and.not.have.property('code');
  });
});
