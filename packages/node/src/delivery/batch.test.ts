import { expect } from 'chai';
import { Batch } from './batch.ts';
import type { Settled } from './delivery.ts';

interface Sent {
  readonly items: readonly string[];
  readonly settled: Settled;
}

describe('Batch', () => {
  let sent: Sent[];
  let settled: [items: number, error: string | undefined, rejected: number | undefined][];
  let encode: (items: string[]) => Uint8Array | undefined;
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const batch = (options: { capacity?: number; size?: number; delay?: number } = {}): Batch<string> => new Batch<string>({
    signal: 'traces', capacity: 100, size: 3, delay: 60_000, ...options,
    encode: (items) => encode(items),
    delivery: { send: (_signal, bytes, told) => void sent.push({ items: Buffer.from(bytes).toString().split(','), settled: told }) },
    ledger: { settle: (_signal, items, error, rejected) => void settled.push([items, error, rejected]) },
  });

  beforeEach(() => {
    sent = [];
    settled = [];
    encode = (items) => Buffer.from(items.join(','));
  });

  it('sends nothing while less than a whole batch waits', async () => {
    const spans = batch();
    spans.add('a');
    await turn();
    expect(sent).to.deep.equal([]);
    expect(spans.waiting).to.equal(1);
    spans.flush();
  });

  it('hands a full batch over on the next turn, not within the call that filled it', async () => {
    const spans = batch();
    for (const item of ['a', 'b', 'c']) spans.add(item);
    expect(sent).to.deep.equal([]);
    await turn();
    expect(sent.map(({ items }) => items)).to.deep.equal([['a', 'b', 'c']]);
  });

  it('hands over what waits in requests of its size, before flush returns', () => {
    const spans = batch({ size: 2 });
    for (const item of ['a', 'b', 'c']) spans.add(item);
    spans.flush();
    expect(sent.map(({ items }) => items)).to.deep.equal([['a', 'b'], ['c']]);
    expect(spans.waiting).to.equal(0);
  });

  it('sends nothing when nothing waits', () => {
    batch().flush();
    expect(sent).to.deep.equal([]);
  });

  it('drops and counts what comes beyond its capacity, what is on its way included', () => {
    const spans = batch({ capacity: 2, size: 1 });
    spans.add('a');
    spans.flush();
    spans.add('b');
    spans.add('c');
    expect(settled).to.deep.equal([[1, 'the queue is full', undefined]]);
    sent[0]?.settled(undefined);
    spans.add('d');
    expect(spans.waiting).to.equal(2);
    spans.flush();
  });

  it('tells the ledger what became of each request', () => {
    const spans = batch({ size: 2 });
    for (const item of ['a', 'b', 'c']) spans.add(item);
    spans.flush();
    sent[0]?.settled(undefined, 1);
    sent[1]?.settled('HTTP 400');
    expect(settled).to.deep.equal([[2, undefined, 1], [1, 'HTTP 400', undefined]]);
  });

  it('counts items that cannot be encoded as lost', () => {
    encode = () => undefined;
    const spans = batch();
    spans.add('a');
    spans.flush();
    expect(settled).to.deep.equal([[1, 'it cannot be encoded', undefined]]);
  });

  it('lets no encoder throw into the application, and sends the batches after it', () => {
    encode = (items) => {
      if (items.includes('bad')) throw new TypeError('Cannot convert a Symbol value to a string');
      return Buffer.from(items.join(','));
    };
    const spans = batch({ size: 1 });
    for (const item of ['bad', 'good']) spans.add(item);
    expect(() => spans.flush()).not.to.throw();
    expect(settled).to.deep.equal([[1, 'it cannot be encoded', undefined]]);
    expect(sent.map(({ items }) => items)).to.deep.equal([['good']]);
  });

  it('takes what an encoder adds into the next batch, not the running one', () => {
    const spans = batch({ size: 2 });
    encode = (items) => {
      if (items[0] === 'a') spans.add('made while encoding');
      return Buffer.from(items.join(','));
    };
    spans.add('a');
    spans.flush();
    expect(sent.map(({ items }) => items)).to.deep.equal([['a']]);
    expect(spans.waiting).to.equal(1);
    spans.flush();
  });
});
