import { expect } from 'chai';
import { countSentrySpans } from './sentry-count.ts';

const transaction = {
  type: 'transaction', transaction: 'GET /out', contexts: { trace: { op: 'http.server' } },
  spans: [{ op: 'middleware', description: 'json' }, { op: 'http.client', description: 'GET http://up/' }],
};
const envelope = (...lines: object[]): Buffer => Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));

describe('the count of Sentry\'s spans', () => {
  it('takes a transaction for the server\'s span, and counts those below it', () => {
    expect(countSentrySpans(envelope({ sent_at: 'now' }, { type: 'transaction' }, transaction))).to.deep.equal({
      'server GET /out': 1, 'internal middleware json': 1, 'client GET http://up/': 1,
    });
  });

  it('adds to what came before', () => {
    expect(countSentrySpans(envelope({}, { type: 'transaction' }, transaction), { 'server GET /out': 4 })).to.include({ 'server GET /out': 5 });
  });

  it('leaves out what is no span', () => {
    expect(countSentrySpans(envelope({}, { type: 'event' }, { message: 'failed', contexts: { trace: {} } }))).to.deep.equal({});
  });
});
