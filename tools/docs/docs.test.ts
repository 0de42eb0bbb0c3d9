import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { withGenerated } from './generated-block.ts';
import { FILES, PAGES } from './pages.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('the generated parts of the documentation', () => {
  for (const [file, content] of Object.entries(PAGES)) {
    it(`${file} is what the code says (else: npm run docs)`, () => {
      expect(read(file)).to.equal(withGenerated(read(file), content()));
    });
  }

  for (const [file, content] of Object.entries(FILES)) {
    it(`${file} is what the code says (else: npm run docs)`, () => {
      expect(read(file)).to.equal(content());
    });
  }

  it('refuses a page that has no place for them', () => {
    expect(() => withGenerated('# A page', 'x')).to.throw('no generated part');
  });
});
