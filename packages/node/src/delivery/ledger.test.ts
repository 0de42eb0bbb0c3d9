import { expect } from 'chai';
import { Ledger } from './ledger.ts';

describe('Ledger', () => {
  let said: string[];
  let ledger: Ledger;

  beforeEach(() => {
    said = [];
    ledger = new Ledger((reason) => said.push(reason));
  });

  it('counts what arrived and what was lost, by signal', () => {
    ledger.settle('traces', 3, undefined);
    ledger.settle('traces', 2, 'HTTP 400');
    ledger.settle('logs', 1, undefined);
    expect(ledger.account('traces')).to.deep.equal({ delivered: 3, dropped: 2 });
    expect(ledger.account('logs')).to.deep.equal({ delivered: 1, dropped: 0 });
    expect(ledger.account('metrics')).to.deep.equal({ delivered: 0, dropped: 0 });
  });

  it('counts items refused in part as lost, never more than were sent', () => {
    ledger.settle('traces', 10, undefined, 4);
    ledger.settle('traces', 2, undefined, 99);
    expect(ledger.account('traces')).to.deep.equal({ delivered: 6, dropped: 6 });
    expect(said).to.deep.equal(['it refuses some of what it is sent']);
  });

  it('says the first failure and no other', () => {
    ledger.failed('ECONNREFUSED');
    ledger.failed('ECONNREFUSED');
    ledger.settle('logs', 1, 'HTTP 500');
    expect(said).to.deep.equal(['ECONNREFUSED']);
  });

  it('names losses in the words of a person, and nothing when there are none', () => {
    expect(ledger.losses()).to.equal(undefined);
    ledger.settle('traces', 3, 'x');
    ledger.settle('logs', 1, 'x');
    expect(ledger.losses()).to.equal('3 spans, 1 log records');
  });

  it('gives accounts away as copies', () => {
    (ledger.account('traces') as { dropped: number }).dropped = 9;
    expect(ledger.account('traces').dropped).to.equal(0);
  });
});
