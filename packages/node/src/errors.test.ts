import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ERRORS, vigilError } from './errors.ts';

describe('the table of errors', () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'errors.ts');
  const used = files.flatMap((file) => [...readFileSync(join(here, file), 'utf8').matchAll(/vigilError\(\s*'(\w+)'/g)].map(([, code]) => code ?? ''));

  it('has each code that is used, and none that is not', () => {
    expect(new Set(used)).to.deep.equal(new Set(Object.keys(ERRORS)));
  });

  for (const [code, { message, remedy }] of Object.entries(ERRORS)) {
    it(`says in ${code} what is wrong and what to do, as sentences that follow each other`, () => {
      expect(message).to.match(/^(\{\w+\}|[a-z]|Node\.js )/).and.not.match(/[.!]$/);
      expect(remedy).to.match(/^[A-Z]/).and.not.match(/[.!]$/);
    });
  }

  it('fills its places', () => {
    expect(vigilError('VIGIL_EXPORT_FAILED', { endpoint: 'http://c', reason: 'ECONNREFUSED' }).line)
      .to.match(/^VIGIL_EXPORT_FAILED: telemetry does not reach http:\/\/c: ECONNREFUSED\. Start the collector/);
  });
});
