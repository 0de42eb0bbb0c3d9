import { expect } from 'chai';
import { madeLog as log, madeSpan as span } from '../view/made-trace.ts';
import { TraceBuffer } from './trace-buffer.ts';

describe('the trace buffer', () => {
  it('shows a whole trace after a short silence, with its log lines', () => {
    const buffer = new TraceBuffer();
    buffer.add([span('a', '', 'GET /', 0, 1)], [log('a', 0, 9, 'hello')], 0);
    expect(buffer.take(1499)).to.deep.equal([]);
    const [finished] = buffer.take(1500);
    expect([finished?.spans.length, finished?.logs.length]).to.deep.equal([1, 1]);
    expect(buffer.take(99_999)).to.deep.equal([]);
  });

  it('waits longer for a parent that has not come', () => {
    const buffer = new TraceBuffer();
    buffer.add([span('b', 'a', 'GET', 0, 1)], [], 0);
    expect(buffer.take(5999)).to.deep.equal([]);
    buffer.add([span('a', '', 'GET /', 0, 1)], [], 5999);
    expect(buffer.take(7499)[0]?.spans).to.have.length(2);
  });

  it('gives lines without a trace at once, and lines whose trace never comes in the end', () => {
    const buffer = new TraceBuffer();
    buffer.add([], [log('', 0, 9, 'loose'), log('a', 0, 9, 'alone')], 0);
    expect(buffer.take(0).flatMap(({ logs }) => logs.map(({ body }) => body))).to.deep.equal(['loose']);
    expect(buffer.take(6000)[0]?.logs[0]?.body).to.equal('alone');
  });

  it('holds no more traces than its capacity, and shows the oldest rather than lose it', () => {
    const buffer = new TraceBuffer(2);
    for (const traceId of ['1', '2', '3']) buffer.add([span('a', '', traceId, 0, 1, { traceId })], [], 0);
    expect(buffer.take(0).map(({ spans }) => spans[0]?.name)).to.deep.equal(['1']);
    expect(buffer.takeAll()).to.have.length(2);
  });
});
