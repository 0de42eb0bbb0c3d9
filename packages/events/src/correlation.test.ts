import { expect } from 'chai';
import { correlation, provideCorrelation } from './correlation.ts';

describe('correlation', () => {
  afterEach(() => provideCorrelation(undefined));

  it('is empty when no preset runs', () => {
    expect(correlation()).to.deep.equal({});
  });

  it('gives what the provider says', () => {
    provideCorrelation(() => ({ traceId: 'a', requestId: 'r' }));
    expect(correlation()).to.deep.equal({ traceId: 'a', requestId: 'r' });
  });
});
