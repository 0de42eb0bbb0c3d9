import { BroadcastChannel, getEnvironmentData, receiveMessageOnPort } from 'node:worker_threads';
import { expect } from 'chai';
import type { Settled } from '../delivery/delivery.ts';
import { inherited, type Inheritance } from './inheritance.ts';
import { MainThread } from './main-thread.ts';
import { WorkerThreads } from './worker-threads.ts';

type Settlement = [signal: string, items: number, error: string | undefined, rejected?: number | undefined];

// Both sides in one thread: the channel does not mind.
describe('the threads of a process', () => {
  let given: { signal: string; text: string; settled: Settled }[];
  let settlements: Settlement[];
  let workers: WorkerThreads;
  let worker: MainThread;
  let handOver: () => Promise<void>;
  const inheritance = (): Inheritance => getEnvironmentData('vigil:1:main-thread') as unknown as Inheritance;
  const shared = (): Int32Array => inheritance().onTheirWay;
  const send = (text: string, items: number): Promise<string | undefined> => new Promise((resolve) => worker.send('traces', Buffer.from(text), resolve, items));
  const isGathering = async (): Promise<boolean> => {
    let waits = true;
    void workers.gather(60_000).then(() => (waits = false));
    await Promise.resolve();
    return waits;
  };
  const until = async (isSo: () => boolean): Promise<void> => { while (!isSo()) await new Promise((resolve) => setImmediate(resolve)); };

  beforeEach(() => {
    [given, settlements] = [[], []];
    handOver = async () => {};
    const give = (signal: string, bytes: Uint8Array, settled: Settled): void => void given.push({ signal, text: Buffer.from(bytes).toString(), settled });
    workers = new WorkerThreads({ give }, { settle: (...settlement) => void settlements.push(settlement) });
    workers.invite({ attributes: {}, dependencies: [] } as never);
    worker = new MainThread(inheritance(), () => handOver());
  });
  afterEach(() => {
    worker.stop();
    workers.stop();
  });

  it("hand a worker's batch to the main thread, which has it sent and counts it", async () => {
    expect(await send('three spans', 3)).to.equal(undefined);
    await until(() => given.length === 1);
    expect(given[0]).to.deep.include({ signal: 'traces', text: 'three spans' });
    given[0]?.settled('HTTP 400', 2);
    expect(settlements).to.deep.equal([['traces', 3, 'HTTP 400', 2]]);
  });

  it('hand over what can be transferred on', async () => {
    let buffer: ArrayBufferLike | undefined;
    worker.stop();
    workers.stop();
    workers = new WorkerThreads({ give: (_signal, bytes) => (buffer = bytes.buffer) }, { settle: () => {} });
    workers.invite({ attributes: {}, dependencies: [] } as never);
    worker = new MainThread(inheritance(), () => handOver());
    await send('spans', 1);
    await until(() => buffer !== undefined);
    expect(buffer).to.be.instanceOf(ArrayBuffer);
  });

  it('tell the main thread of what a worker lost before', async () => {
    worker.settle('logs', 4, 'the queue is full');
    worker.settle('logs', 4, undefined);
    await until(() => settlements.length > 0);
    expect(settlements).to.deep.equal([['logs', 4, 'the queue is full']]);
  });

  it('refuse what the main thread has no room for, until it has', async () => {
    Atomics.store(shared(), 0, 16 * 1024 * 1024 - 4);
    expect(await send('12345', 1)).to.equal('the main thread is too busy to take it');
    expect(await send('1234', 1)).to.equal(undefined);
    await until(() => given.length === 1);
    expect(Atomics.load(shared(), 0)).to.equal(16 * 1024 * 1024 - 4);
  });

  it('are read without the event loop', () => {
    worker.send('traces', Buffer.from('spans'), () => {}, 1);
    workers.takeUp();
    expect(given).to.have.length(1);
  });

  it('hand over when they are asked, and are waited for', async () => {
    await until(() => (workers.takeUp(), true));
    let asked = 0;
    handOver = async () => {
      asked++;
      await send('the last', 1);
    };
    await workers.gather(2000);
    expect([asked, given.length]).to.deep.equal([1, 1]);
  });

  it('are not waited for when they do not answer, have gone, or are none', async () => {
    await until(() => (workers.takeUp(), true));
    handOver = () => new Promise(() => {});
    await workers.gather(5);
    worker.stop();
    workers.takeUp();
    expect(await isGathering()).to.equal(false);
  });

  it('are waited for once when they were terminated, and again when they were only busy', async () => {
    await until(() => (workers.takeUp(), true));
    let answer = (): void => {};
    handOver = () => new Promise((resolve) => (answer = resolve));
    await workers.gather(5);
    expect(await isGathering()).to.equal(false);
    answer();
    await new Promise((resolve) => setImmediate(resolve));
    workers.takeUp();
    expect(await isGathering()).to.equal(true);
  });

  it('outlive what the application throws when they are asked', async () => {
    await until(() => (workers.takeUp(), true));
    handOver = () => Promise.reject(new Error('of a processor of the application'));
    await workers.gather(60_000);
  });

  it('are given nothing of what other workers hand over, which one that stands still would keep', async () => {
    const other = new BroadcastChannel(inheritance().channels.toWorkers);
    await send('three spans', 3);
    await until(() => given.length === 1);
    expect(receiveMessageOnPort(other as never)).to.equal(undefined);
    other.close();
  });

  it('hear only the main thread that invited them', async () => {
    const others = new WorkerThreads({ give: () => void given.push('twice' as never) }, { settle: () => {} });
    await send('spans', 1);
    await until(() => given.length > 0);
    others.takeUp();
    expect(given).to.have.length(1);
    others.stop();
  });

  it('take nothing after their stop, and throw nothing', async () => {
    worker.stop();
    worker.stop();
    worker.settle('logs', 1, 'lost');
    expect(await send('spans', 1)).to.equal('stopped');
    workers.stop();
    await workers.gather(1000);
    workers.takeUp();
    expect([given, settlements]).to.deep.equal([[], []]);
  });

  it('inherit nothing in the main thread itself', () => {
    expect(inherited()).to.equal(undefined);
  });
});
