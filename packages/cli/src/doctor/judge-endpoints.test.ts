import { expect } from 'chai';
import { judgeClock, judgeEndpoints } from './judge-endpoints.ts';
import type { EndpointAnswer } from './process-report.ts';

const answer = (rest: Partial<EndpointAnswer>): EndpointAnswer => ({ signal: 'traces', url: 'http://collector:4318/v1/traces', latencyMs: 3, ...rest });
const taken = { status: 200, type: 'application/x-protobuf', body: '' };

describe('the answers of endpoints', () => {
  const cases: [Partial<EndpointAnswer>, string[]][] = [
    [taken, []],
    [{ status: 204, type: '', body: '' }, []],
    [{ status: 200, type: 'application/json; charset=utf-8', body: '{"partialSuccess":{}}' }, []],
    [{ status: 200, type: 'text/html', body: '' }, ['VIGIL_ENDPOINT_STRANGE']],
    [{ status: 302, type: '', body: '' }, ['VIGIL_ENDPOINT_WRONG']],
    [{ status: 415, type: '', body: '' }, ['VIGIL_ENDPOINT_WRONG']],
    [{ status: 403, type: '', body: '' }, ['VIGIL_ENDPOINT_FORBIDDEN']],
    [{ status: 429, type: '', body: '' }, ['VIGIL_ENDPOINT_BUSY']],
    [{ status: 502, type: '', body: '' }, ['VIGIL_ENDPOINT_BUSY']],
    [{ error: 'ENOTFOUND' }, ['VIGIL_ENDPOINT_UNREACHABLE']],
    [{ error: 'CERT_HAS_EXPIRED' }, ['VIGIL_ENDPOINT_TLS']],
    [{ error: 'HPE_INVALID_CONSTANT' }, ['VIGIL_ENDPOINT_STRANGE']],
    [{ error: 'something new' }, ['VIGIL_ENDPOINT_UNREACHABLE']],
    [{ ...taken, latencyMs: 2500 }, ['VIGIL_ENDPOINT_SLOW']],
  ];
  for (const [given, codes] of cases) {
    it(`${JSON.stringify(given)}: ${codes.join() || 'nothing wrong'}`, () => {
      expect(judgeEndpoints([answer(given)]).map(({ code }) => code)).to.deep.equal(codes);
    });
  }

  it('are one finding for the signals that got the same one from the same host', () => {
    const other = { signal: 'logs', url: 'http://other:4318/v1/logs' };
    const findings = judgeEndpoints([answer({ ...other, error: 'ECONNREFUSED' }), answer({ signal: 'metrics', error: 'ECONNREFUSED' }), answer({ error: 'ECONNREFUSED' })]);
    expect(findings.map(({ what }) => what.split(' do not')[0])).to.deep.equal(['traces, metrics', 'logs']);
  });
});

describe('the clocks of endpoints', () => {
  it('may differ by what a whole second and the way there explain', () => {
    expect(judgeClock([answer({ ...taken, aheadMs: 4900 }), answer({ ...taken, aheadMs: -4900 }), answer(taken)])).to.deep.equal([]);
  });

  it('are told with size and direction, once a host', () => {
    const findings = judgeClock([answer({ ...taken, aheadMs: 61_000 }), answer({ ...taken, signal: 'logs', aheadMs: 61_000 })]);
    expect(findings.map(({ what }) => what)).to.deep.equal(['the clock of collector:4318 is 61 s ahead of the one of this machine']);
  });
});
