import { expect } from 'chai';
import { requestId } from './request-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('requestId', () => {
  for (const given of ['abc', 'A1', 'req-1.2_3:4@5/6+7=', '9'.repeat(128)]) {
    it(`takes ${given.slice(0, 20)}`, () => {
      expect(requestId(given)).to.equal(given);
    });
  }

  const refused: readonly [name: string, given: string | readonly string[] | undefined][] = [
    ['none', undefined], ['an empty one', ''], ['one that is too long', '9'.repeat(129)], ['a list', ['a', 'b']], ['a space', 'a b'], ['a line end', 'a\nb'],
    ['a line end at its end', 'a\n'], ['a quote', 'a"b'], ['a backslash', 'a\\b'], ['a terminal escape', 'a\u001b[31m'], ['a comma', 'a,b'], ['markup', '<script>'],
    ['a beginning that looks like an option', '-rf'], ['other letters', 'é'],
  ];
  for (const [name, given] of refused) {
    it(`makes a new one in the place of ${name}`, () => {
      expect(requestId(given)).to.match(UUID);
    });
  }

  it('makes another each time', () => {
    expect(requestId(undefined)).not.to.equal(requestId(undefined));
  });
});
