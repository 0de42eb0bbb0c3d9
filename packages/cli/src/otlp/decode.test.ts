import { expect } from 'chai';
import { PbfWriter } from 'pbf';
import { decode, type Batch, type Encoding, type Signal } from './decode.ts';
import { spanId, stockLogs, stockMetrics, stockSpans, traceId, type Bodies } from './stock-telemetry.ts';

describe('decode', () => {
  it('reads spans of the stock SDK, the same from protobuf as from JSON', async () => {
    const bodies = await stockSpans();
    const [fromProtobuf, fromJson] = bothEncodings('traces', bodies);
    expect(fromProtobuf).to.deep.equal(fromJson);
    const [span] = fromProtobuf.spans;
    expect(span).to.deep.include({
      resource: { 'service.name': 'shop' }, name: 'GET /orders/:orderId', kind: 'server', traceState: 'a=b',
      attributes: { text: 'é', whole: -5, big: 2 ** 53 - 1, half: 0.5, yes: true, list: [1, 'two', [false]] },
      status: { code: 'error', message: 'bad' },
      startTime: 1_700_000_000_000_000_123n, endTime: 1_700_000_001_000_000_000n,
    });
    expect(span?.scope).to.deep.equal({ name: 'x', version: '1.2', attributes: {} });
    expect(span?.events).to.deep.equal([{ time: 1_700_000_000_500_000_000n, name: 'exception', attributes: { 'exception.message': 'no' } }]);
    expect(span?.links).to.deep.include.members([{ traceId, spanId, traceState: '', attributes: { why: 'retry' }, flags: 257 }]);
  });

  it('reads log records of the stock SDK, the same from protobuf as from JSON', () => {
    const [fromProtobuf, fromJson] = bothEncodings('logs', stockLogs());
    expect(fromProtobuf).to.deep.equal(fromJson);
    expect(fromProtobuf.logs[0]).to.deep.include({
      time: 1_700_000_000_000_000_001n, severityNumber: 17, severityText: 'error', body: { msg: 'no stock', items: [1, 2] },
      eventName: 'authn_login_fail', traceId, spanId, flags: 1, attributes: { request_id: 'r-1' },
    });
  });

  it('reads all kinds of metrics of the stock SDK, the same from protobuf as from JSON', async () => {
    const [fromProtobuf, fromJson] = bothEncodings('metrics', await stockMetrics());
    expect(fromProtobuf).to.deep.equal(fromJson);
    const named = Object.fromEntries(fromProtobuf.metrics.map((metric) => [metric.name, metric]));
    expect(named['requests']).to.include({ kind: 'sum', monotonic: true, temporality: 'cumulative', unit: '{request}' });
    expect(named['requests']?.points[0]).to.include({ value: 7 }).and.deep.include({ attributes: { route: '/' } });
    expect(named['load']).to.include({ kind: 'gauge', temporality: 'unspecified' });
    expect(named['load']?.points[0]).to.include({ value: 0.25 });
    expect(named['duration']).to.include({ kind: 'histogram' });
    expect(named['duration']?.points[0]).to.deep.include({ count: 3, sum: 5.5, min: 0.5, max: 4, bounds: [1, 2], bucketCounts: [2, 0, 1] });
    expect(named['size']).to.include({ kind: 'exponentialHistogram' });
    expect(named['size']?.points[0]).to.deep.include({ count: 3, sum: 7, zeroCount: 1, scale: 2, positive: { offset: 6, bucketCounts: [1, 1] } });
  });

  it('keeps integers that a double cannot hold', () => {
    const { spans } = decodeJson('traces', spanWith({ attributes: [{ key: 'n', value: { intValue: '9223372036854775807' } }] }));
    expect(spans[0]?.attributes).to.deep.equal({ n: 9_223_372_036_854_775_807n });
  });

  it('reads a negative exponent and packed or single bucket counts alike', () => {
    const point = new PbfWriter();
    point.writeTag(6, 1);
    point.writeFixed64(3);
    point.writeTag(6, 2);
    point.writeVarint(16);
    point.writeFixed64(4);
    point.writeFixed64(5);
    const { metrics } = decodeBody('metrics', 'protobuf', nest([1, 2, 2, 9, 1], point.finish()));
    expect(metrics[0]?.points[0]).to.deep.include({ bucketCounts: [3, 4, 5] });
  });

  it('skips fields that it does not know, in both encodings', () => {
    const { spans } = decodeJson('traces', { ...spanWith({ colour: 'red', name: 'a' }), more: [1] });
    expect(spans[0]?.name).to.equal('a');
    const { metrics } = decodeBody('metrics', 'protobuf', nest([1, 99], Uint8Array.of(1, 2, 3)));
    expect(metrics).to.deep.equal([]);
  });

  it('makes an attribute named __proto__ a plain attribute', () => {
    const { spans } = decodeJson('traces', spanWith({ attributes: [{ key: '__proto__', value: { stringValue: 'x' } }] }));
    expect(Object.keys(spans[0]?.attributes ?? {})).to.deep.equal(['__proto__']);
    expect(({} as { x?: string }).x).to.equal(undefined);
  });

  const malformed: [string, Signal, Encoding, Uint8Array, RegExp][] = [
    ['text that is not JSON', 'traces', 'json', Buffer.from('{'), /not JSON/],
    ['JSON of another shape', 'traces', 'json', json({ resourceSpans: {} }), /resourceSpans is not an array/],
    ['a trace id of a wrong length', 'traces', 'json', json(spanWith({ traceId: 'abc' })), /traceId is not 32 hexadecimal digits/],
    ['a span without an id', 'traces', 'json', json(spanWith({ spanId: '' })), /no valid spanId/],
    ['a trace id of zeros', 'traces', 'json', json(spanWith({ traceId: '0'.repeat(32) })), /no valid traceId/],
    ['an enumerated value by name', 'traces', 'json', json(spanWith({ kind: 'SPAN_KIND_SERVER' })), /kind is not an integer/],
    ['a time out of range', 'traces', 'json', json(spanWith({ startTimeUnixNano: '-1' })), /startTimeUnixNano is not within/],
    ['a JSON value nested without end', 'logs', 'json', Buffer.from(nestedLog(5000)), /nested deeper/],
    ['a protobuf length beyond the end', 'traces', 'protobuf', Uint8Array.of(0x0a, 0x7f, 1), /cut short/],
    ['a protobuf length beyond every end', 'traces', 'protobuf', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), /cut short/],
    ['a group, which protobuf 3 has not', 'traces', 'protobuf', Uint8Array.of(0x0b, 0x0b), /wire type/],
    ['a field without a number', 'traces', 'protobuf', Uint8Array.of(0x00, 0x01), /without a number/],
    ['text that is not UTF-8', 'traces', 'protobuf', nest([1, 3], Uint8Array.of(0xff, 0xfe)), /not UTF-8/],
    ['a protobuf trace id of 4 bytes', 'traces', 'protobuf', nest([1, 2, 2, 1], Uint8Array.of(1, 2, 3, 4)), /traceId has 4 bytes, expected 16/],
    ['a protobuf value nested without end', 'logs', 'protobuf', nest([1, 2, 2, 5, ...Array.from({ length: 400 }, (_, i) => (i % 2 ? 1 : 5))], Uint8Array.of()),
      /nested deeper/],
  ];
  for (const [what, signal, encoding, body, expected] of malformed) {
    it(`answers ${what} with a value that says so`, () => {
      expect(decode(signal, encoding, body).malformed).to.match(expected);
    });
  }

  it('survives every truncation and every flipped byte of a real request', async () => {
    const { protobuf } = await stockSpans();
    for (let at = 0; at < protobuf.length; at++) {
      expect(decode('traces', 'protobuf', protobuf.subarray(0, at))).to.have.any.keys('batch', 'malformed');
      const flipped = Uint8Array.from(protobuf);
      flipped[at]! ^= 0xff;
      expect(decode('traces', 'protobuf', flipped)).to.have.any.keys('batch', 'malformed');
    }
  });
});

function bothEncodings(signal: Signal, bodies: Bodies): [Batch, Batch] {
  return [decodeBody(signal, 'protobuf', bodies.protobuf), decodeBody(signal, 'json', bodies.json)];
}

function decodeBody(signal: Signal, encoding: Encoding, body: Uint8Array): Batch {
  const { batch, malformed } = decode(signal, encoding, body);
  if (!batch) throw new Error(malformed);
  return batch;
}

function decodeJson(signal: Signal, value: unknown): Batch {
  return decodeBody(signal, 'json', json(value));
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function spanWith(fields: object): object {
  return { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId, ...fields }] }] }] };
}

function nestedLog(depth: number): string {
  const body = `${'{"arrayValue":{"values":['.repeat(depth)}{"boolValue":true}${']}}'.repeat(depth)}`;
  return `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${body}}]}]}]}`;
}

/** Wraps bytes into messages: the field numbers from the outermost to the innermost. */
function nest(numbers: number[], bytes: Uint8Array): Uint8Array {
  return numbers.reduceRight((inner, number) => {
    const writer = new PbfWriter();
    writer.writeBytesField(number, inner);
    return writer.finish();
  }, bytes);
}
