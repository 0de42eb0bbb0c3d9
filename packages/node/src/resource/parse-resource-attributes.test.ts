import { expect } from 'chai';
import { parseResourceAttributes } from './parse-resource-attributes.ts';

describe('parseResourceAttributes', () => {
  const texts: readonly [text: string, expected: Record<string, string> | undefined][] = [
    ['', {}], [' , ', {}], ['a=b', { a: 'b' }], [' a = b , c=d,', { a: 'b', c: 'd' }], ['a=b=c', { a: 'b=c' }], ['a=', { a: '' }],
    ['a=x%2Cy%3Dz%20%C3%A9', { a: 'x,y=z é' }], ['a=1,a=2', { a: '2' }],
    // One malformed pair makes the whole void.
    ['a=b,c', undefined], ['=b', undefined], ['a=b,c=%zz', undefined],
  ];
  for (const [text, expected] of texts) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(parseResourceAttributes(text)).to.deep.equal(expected);
    });
  }

  it('lets nobody reach the prototype', () => {
    const attributes = parseResourceAttributes('__proto__=x,a=b');
    expect(attributes?.['a']).to.equal('b');
    expect(Object.getPrototypeOf(attributes)).to.equal(Object.prototype);
  });
});
