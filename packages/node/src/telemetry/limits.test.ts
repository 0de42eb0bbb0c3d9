import { expect } from 'chai';
import { readSettings } from '../config/read-settings.ts';
import { leavesOursWhole, logRecordLimits, spanLimits } from './limits.ts';

const from = (env: Record<string, string>) => readSettings({}, env).settings;

describe('limits', () => {
  it('are those of the specification without a word', () => {
    expect(spanLimits(from({}))).to.deep.equal({
      attributeCountLimit: 128, attributeValueLengthLimit: Infinity, eventCountLimit: 128, linkCountLimit: 128,
      attributePerEventCountLimit: 128, attributePerLinkCountLimit: 128,
    });
    expect(logRecordLimits(from({}))).to.deep.equal({ attributeCountLimit: 128, attributeValueLengthLimit: Infinity });
  });

  it('of all attributes hold for spans and log records', () => {
    const settings = from({ OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '70' });
    expect(spanLimits(settings)).to.include({ attributeCountLimit: 7, attributeValueLengthLimit: 70 });
    expect(logRecordLimits(settings)).to.deep.equal({ attributeCountLimit: 7, attributeValueLengthLimit: 70 });
  });

  it('of one signal go before those of all', () => {
    const all = { OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '70' };
    const span = from({ ...all, OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '8', OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '80' });
    const log = from({ ...all, OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '9', OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '90' });
    expect([spanLimits(span).attributeCountLimit, spanLimits(span).attributeValueLengthLimit]).to.deep.equal([8, 80]);
    expect([spanLimits(log).attributeCountLimit, spanLimits(log).attributeValueLengthLimit]).to.deep.equal([7, 70]);
    expect(logRecordLimits(log)).to.deep.equal({ attributeCountLimit: 9, attributeValueLengthLimit: 90 });
  });

  it('of events and links are read each from its own variable', () => {
    const settings = from({
      OTEL_SPAN_EVENT_COUNT_LIMIT: '1', OTEL_SPAN_LINK_COUNT_LIMIT: '2', OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '3', OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '0',
    });
    expect(spanLimits(settings)).to.include({ eventCountLimit: 1, linkCountLimit: 2, attributePerEventCountLimit: 3, attributePerLinkCountLimit: 0 });
  });

  it('that no span of ours can meet leave the hot path open, any other closes it', () => {
    const open = [
      {}, { OTEL_SPAN_EVENT_COUNT_LIMIT: '1' }, { OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '3' }, { OTEL_SPAN_LINK_COUNT_LIMIT: '0' },
      { OTEL_ATTRIBUTE_COUNT_LIMIT: '32' }, { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4096' },
    ];
    const closed = [
      { OTEL_SPAN_EVENT_COUNT_LIMIT: '0' }, { OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '2' },
      { OTEL_ATTRIBUTE_COUNT_LIMIT: '31' }, { OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4095' },
    ];
    for (const env of open) expect(leavesOursWhole(from(env)), JSON.stringify(env)).to.equal(true);
    for (const env of closed) expect(leavesOursWhole(from(env)), JSON.stringify(env)).to.equal(false);
  });
});
