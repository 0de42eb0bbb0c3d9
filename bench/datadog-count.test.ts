import { encode } from '@msgpack/msgpack';
import { expect } from 'chai';
import { countDatadogSpans } from './datadog-count.ts';

const server = { name: 'express.request', resource: 'GET /', meta: { 'span.kind': 'server' } };
const middleware = { name: 'router.middleware', resource: 'json', meta: {} };
const body = (...traces: object[][]): Buffer => Buffer.from(encode(traces));

describe('the count of dd-trace\'s spans', () => {
  it('counts the spans of all traces by kind, name and resource', () => {
    expect(countDatadogSpans(body([server, middleware, middleware], [server]))).to.deep.equal({
      'server express.request GET /': 2, 'internal router.middleware json': 2,
    });
  });

  it('adds to what came before', () => {
    expect(countDatadogSpans(body([server]), { 'server express.request GET /': 2 })).to.deep.equal({ 'server express.request GET /': 3 });
  });
});
