import { skip } from '../../../test/support/skip.ts';

describe('mixed', () => {
  it('passes', () => {});
  it('fails', () => {
    throw new Error('as it should');
  });
  it('is skipped for a reason', function () {
    skip(this, 'there is no moon');
  });
  it('is skipped without one', function () {
    this.skip();
  });
  describe('as a whole', () => {
    before(function () {
      skip(this, 'there is no sun');
    });
    it('is skipped with its suite', () => {});
    it('is skipped with it too', () => {});
  });
});
