import { expect } from 'chai';
import { timeParts, type Part } from './parts-clock.ts';

const plan = { rounds: 3, stretchMs: 0.2, warmMs: 1 };

describe('the clock of parts', () => {
  it('gives one time for each round', () => {
    const part: Part = { name: 'a', perRequest: 1, run: () => 1 };
    expect(timeParts([part], plan).get(part)).to.have.length(3);
  });

  it('makes ready for each stretch and takes it back, and runs nothing outside', () => {
    const seen = new Set<string>();
    let ready = 0;
    const enter = (): (() => void) => {
      seen.add(`enter ${ready++}`);
      return () => void seen.add(`leave ${ready--}`);
    };
    timeParts([{ name: 'a', perRequest: 1, enter, run: () => seen.add(`run ${ready}`) }], plan);
    expect([...seen].toSorted()).to.deep.equal(['enter 0', 'leave 1', 'run 1']);
  });

  it('divides by the items of one run', () => {
    const work = (): number => Array.from({ length: 2000 }, (_, at) => Math.sqrt(at)).length;
    const [one, many]: Part[] = [{ name: 'one', perRequest: 1, run: work }, { name: 'many', perRequest: 1, items: 1000, run: work }];
    const times = timeParts([one!, many!], plan);
    const best = (part: Part): number => Math.min(...times.get(part)!);
    expect(best(many!)).to.be.lessThan(best(one!) / 10);
  });

  it('takes off what must be done first', () => {
    const first = (): number => Array.from({ length: 5000 }, (_, at) => Math.sqrt(at)).length;
    const [whole, rest]: Part[] = [{ name: 'whole', perRequest: 1, run: first }, { name: 'rest', perRequest: 1, less: first, run: first }];
    const times = timeParts([whole!, rest!], plan);
    const best = (part: Part): number => Math.min(...times.get(part)!.map(Math.abs));
    expect(best(rest!)).to.be.lessThan(best(whole!) / 2);
  });
});
