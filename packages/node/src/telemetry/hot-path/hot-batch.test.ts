import { expect } from 'chai';
import type { Settled } from '../../delivery/delivery.ts';
import { HotBatch, type HotRecord } from './hot-batch.ts';

describe('HotBatch', () => {
  const resource = Uint8Array.of(0x0a, 0);
  const scope = Uint8Array.of(0x0a, 0);
  let left: { by: 'send' | 'give'; bytes: Buffer; settled: Settled }[];
  let ledger: [items: number, error: string | undefined][];

  beforeEach(() => { [left, ledger] = [[], []]; });

  const leave = (by: 'send' | 'give') => (_signal: unknown, bytes: Uint8Array, settled: Settled): void =>
    void left.push({ by, bytes: by === 'send' ? Buffer.from(bytes) : Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length), settled });
  const batchOf = (size: number, capacity = 100_000): HotBatch => new HotBatch({
    resource, scope, size, capacity, delay: 60_000,
    delivery: { send: leave('send'), give: leave('give') },
    ledger: { settle: (_signal, items, error) => void ledger.push([items, error]) },
  });
  const recordOf = (length: number, filler: number): HotRecord => ({ encode: (to, at) => (to.fill(filler, at, at + length), at + length) });
  /** The fillers of a request's spans, after its head. */
  const fillers = (bytes: Buffer, length: number): number[] => {
    const spans = bytes.subarray(bytes.length - Math.floor(bytes.length / (length + 3)) * (length + 3));
    return Array.from({ length: spans.length / (length + 3) }, (_, i) => spans[i * (length + 3) + 3] as number);
  };

  it('sends a copy of a few spans, and writes the next where they were', () => {
    const batch = batchOf(2);
    for (const filler of [1, 2, 3, 4]) batch.add(recordOf(100, filler));
    expect(left.map(({ by }) => by)).to.deep.equal(['send', 'send']);
    expect(left.map(({ bytes }) => fillers(bytes, 100))).to.deep.equal([[1, 2], [3, 4]]);
  });

  it('gives a full buffer away as it is, and never writes into it again', () => {
    const batch = batchOf(20);
    for (let i = 0; i < 40; i++) batch.add(recordOf(16_000, i));
    expect(left.map(({ by }) => by)).to.deep.equal(['give', 'give']);
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    expect(left.map(({ bytes }) => fillers(bytes, 16_000))).to.deep.equal([numbers, numbers.map((i) => i + 20)]);
  });

  it('sends before its room is full, however many spans a request may hold', () => {
    const batch = batchOf(100_000);
    for (let i = 0; i < 120; i++) batch.add(recordOf(16_000, i));
    batch.flush();
    expect(left.length).to.equal(3);
    expect(left.flatMap(({ bytes }) => fillers(bytes, 16_000))).to.deep.equal(Array.from({ length: 120 }, (_, i) => i));
  });

  it('drops and counts what comes while too much is on its way, until that is settled', () => {
    const batch = batchOf(2, 3);
    for (let i = 0; i < 4; i++) expect(batch.add(recordOf(10, i))).to.equal(true);
    expect(ledger).to.deep.equal([[1, 'the queue is full']]);
    left[0]?.settled(undefined);
    batch.add(recordOf(10, 4));
    expect(left.map(({ bytes }) => fillers(bytes, 10))).to.deep.equal([[0, 1], [2, 4]]);
    expect(ledger).to.deep.equal([[1, 'the queue is full'], [2, undefined]]);
  });

  it('leaves to the general path what is longer than a length of two bytes can say', () => {
    const batch = batchOf(1);
    expect(batch.add(recordOf(16_384, 1))).to.equal(false);
    expect(batch.add(recordOf(0, 1))).to.equal(false);
    batch.flush();
    expect(left).to.deep.equal([]);
  });
});
