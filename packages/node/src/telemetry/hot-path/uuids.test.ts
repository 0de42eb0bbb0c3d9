import { expect } from 'chai';
import { Uuids } from './uuids.ts';

describe('Uuids', () => {
  it('makes UUIDs of version 4, all different, also beyond one block', () => {
    const uuids = new Uuids();
    const made = Array.from({ length: 1000 }, () => uuids.next());
    for (const uuid of made) expect(uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(made).size).to.equal(1000);
  });

  it('uses every digit in every place that is free', () => {
    const uuids = new Uuids();
    const made = Array.from({ length: 1000 }, () => uuids.next());
    const digitsAt = (place: number): number => new Set(made.map((uuid) => uuid[place])).size;
    const places = Array.from({ length: 36 }, (_, place) => digitsAt(place));
    const expected = [...'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'].map((mark) => ({ x: 16, y: 4 })[mark] ?? 1);
    expect(places).to.deep.equal(expected);
  });
});
