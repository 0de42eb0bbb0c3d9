import { expect } from 'chai';
import { dueOf, gained, hasArrived, spansPerRequest, whatIsMissing, whatWasLost } from './delivery.ts';

describe('bench delivery', () => {
  it('gives what came between two looks', () => {
    expect(gained({ 'server a': 2, 'client b': 1 }, { 'server a': 5, 'client b': 1, 'client c': 2 })).to.deep.equal({ 'server a': 3, 'client c': 2 });
  });

  it('learns how many spans of each name a request gives', () => {
    expect(spansPerRequest({ 'server a': 50, 'internal m': 150 }, 50)).to.deep.equal({ 'server a': 1, 'internal m': 3 });
  });

  it('holds no request to a span that comes with a connection', () => {
    expect(spansPerRequest({ 'server a': 50, 'internal tcp.connect': 1 }, 50)).to.deep.equal({ 'server a': 1 });
  });

  it('still asks for a span of which some were lost while it learnt', () => {
    expect(spansPerRequest({ 'server a': 47 }, 50)).to.deep.equal({ 'server a': 1 });
  });

  it('owes every span once for each request', () => {
    expect(dueOf({ 'server a': 1, 'internal m': 3 }, 10)).to.deep.equal({ 'server a': 10, 'internal m': 30 });
  });

  it('has not arrived while one name is short, however many others came', () => {
    expect(hasArrived({ 'server a': 10, 'client b': 10 }, { 'server a': 99, 'client b': 9 })).to.equal(false);
  });

  it('names the span that was lost', () => {
    expect(whatWasLost({ 'server a': 10, 'client b': 10 }, { 'server a': 10, 'client b': 9 })).to.equal('9 of 10 spans "client b" arrived');
  });

  it('takes a span that came twice for a fault as well', () => {
    expect(whatWasLost({ 'server a': 10 }, { 'server a': 11 })).to.equal('11 of 10 spans "server a" arrived');
  });

  it('asks for one server span per request', () => {
    expect(whatIsMissing({ 'internal m': 1 }, 0)).to.equal('0 server spans per request, not 1');
    expect(whatIsMissing({ 'server a': 1, 'server b': 1 }, 0)).to.equal('2 server spans per request, not 1');
  });

  it('asks for one client span per outbound call', () => {
    expect(whatIsMissing({ 'server a': 1 }, 1)).to.equal('0 client spans per request, not 1');
    expect(whatIsMissing({ 'server a': 1, 'client b': 1 }, 1)).to.equal(undefined);
  });
});
