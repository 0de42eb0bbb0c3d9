import { expect } from 'chai';
import { createGuard, type GuardFailure } from './guard.ts';

describe('guard', () => {
  const collect = (limit?: number) => {
    const reports: GuardFailure[] = [];
    return { reports, guard: createGuard({ report: (f) => reports.push(f), ...(limit === undefined ? {} : { limit }) }) };
  };

  it('passes arguments and `this` on', () => {
    const seen: unknown[] = [];
    const subscriber = collect().guard('x', function (this: string, a: number, b: number) {
      seen.push(String(this), a, b);
    });
    subscriber.call('self', 1, 2);
    expect(seen).to.deep.equal(['self', 1, 2]);
  });

  it('keeps a throw from the caller and reports it with the name of the subscriber', () => {
    const { guard, reports } = collect();
    const error = new Error('ours');
    guard('sensor', () => { throw error; })();
    expect(reports).to.deep.equal([{ name: 'sensor', error, failures: 1, tripped: false }]);
  });

  it('stops calling a subscriber that has failed too often', () => {
    const { guard, reports } = collect(2);
    let calls = 0;
    const subscriber = guard('sensor', () => { calls += 1; throw new Error('again'); });
    for (let i = 0; i < 5; i++) subscriber();
    expect(calls).to.equal(2);
    expect(reports.map((r) => r.tripped)).to.deep.equal([false, true]);
  });

  it('goes on calling one that fails now and then', () => {
    const { guard, reports } = collect(2);
    let calls = 0;
    const subscriber = guard('sensor', () => { calls += 1; if (calls % 2 === 1) throw new Error('every other time'); });
    for (let i = 0; i < 10; i++) subscriber();
    expect(calls).to.equal(10);
    expect(reports.map((r) => r.failures)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('survives a report that throws', () => {
    const guard = createGuard({ report: () => { throw new Error('report'); } });
    expect(() => guard('sensor', () => { throw new Error('ours'); })()).not.to.throw();
  });
});
