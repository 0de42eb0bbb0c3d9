import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { BaggageKeys, baggageKeys } from './baggage-keys.ts';

describe('BaggageKeys', () => {
  const keys = new BaggageKeys(['tenant', 'user.id', 'absent']);
  const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({
    tenant: { value: 'acme' }, 'user.id': { value: 'x'.repeat(5000) }, secret: { value: 's' },
  }));

  it('takes the entries that are named, no longer than a client may write', () => {
    expect(keys.attributesIn(context)).to.deep.equal({ tenant: 'acme', 'user.id': 'x'.repeat(2048) });
  });

  it('finds nothing where there is no baggage, or none of them', () => {
    expect(keys.attributesIn(ROOT_CONTEXT)).to.equal(undefined);
    expect(new BaggageKeys(['other']).attributesIn(context)).to.equal(undefined);
  });

  it('puts them on spans, whose own attributes go before', () => {
    const ended: ReadableSpan[] = [];
    const provider = new TracerProvider({
      spanProcessors: [keys.onSpans(), { onStart: () => {}, onEnd: (span) => void ended.push(span), forceFlush: async () => {}, shutdown: async () => {} }],
    });
    provider.getTracer('test').startSpan('a', { attributes: { tenant: 'own' } }, context).end();
    provider.getTracer('test').startSpan('b', {}, ROOT_CONTEXT).end();
    expect(ended.map(({ attributes }) => attributes)).to.deep.equal([{ tenant: 'own', 'user.id': 'x'.repeat(2048) }, {}]);
  });

  it('puts them on log records, whose own attributes go before', () => {
    const emitted: ReadableLogRecord[] = [];
    const provider = new LoggerProvider({
      processors: [keys.onLogRecords(), { onEmit: (record) => void emitted.push(record), forceFlush: async () => {}, shutdown: async () => {} }],
    });
    provider.getLogger('test').emit({ body: 'a', context, attributes: { tenant: 'own' } });
    provider.getLogger('test').emit({ body: 'b', context: ROOT_CONTEXT });
    expect(emitted.map(({ attributes }) => attributes)).to.deep.equal([{ tenant: 'own', 'user.id': 'x'.repeat(2048) }, {}]);
  });

  it('is not there when none is asked for', () => {
    expect(baggageKeys([])).to.equal(undefined);
  });
});
