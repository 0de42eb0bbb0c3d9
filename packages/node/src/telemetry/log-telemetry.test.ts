import { context, ROOT_CONTEXT, trace, type Context, type Logger, type LogRecord } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { expect } from 'chai';
import { emitFailure, logObserver, sendsLinesItself } from './log-telemetry.ts';
import { SCOPE } from './request-scope.ts';

describe('log telemetry', () => {
  let emitted: LogRecord[];
  const logger = { emit: (record: LogRecord) => void emitted.push(record) } as Logger;
  const span = (traceFlags: number): Context => trace.setSpanContext(ROOT_CONTEXT, { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags });

  before(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager()));
  after(() => context.disable());
  beforeEach(() => { emitted = []; });

  it('gives no ids outside of any request', () => {
    expect(logObserver(undefined).fields()).to.equal(undefined);
  });

  it('gives the ids of the span and of the request', () => {
    const inside = span(1).setValue(SCOPE, { requestId: 'r-1' });
    expect(context.with(inside, () => logObserver(undefined).fields())).to.deep.equal({
      trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), trace_flags: '01', request_id: 'r-1',
    });
  });

  for (const [flags, text] of [[0, '00'], [1, '01'], [2, '00'], [3, '01']] as const) {
    it(`tells from trace flags ${flags} whether the trace is sampled`, () => {
      expect(context.with(span(flags), () => logObserver(undefined).fields())?.['trace_flags']).to.equal(text);
    });
  }

  it('takes no lines where they are not sent on', () => {
    expect(logObserver(undefined).line).to.equal(undefined);
  });

  it('makes a record of a line, with the ids only where records have them', () => {
    const attributes = { a: 1, trace_id: 'x', span_id: 'x', trace_flags: '01', request_id: 'r-1' };
    logObserver(logger).line?.({ logger: 'pino', time: 5, level: 'warn', severity: 13, body: 'hello', attributes });
    expect(emitted).to.deep.equal([{ timestamp: 5, severityNumber: 13, severityText: 'warn', body: 'hello', attributes: { a: 1, 'vigil.request.id': 'r-1' } }]);
  });

  it('sends what a record could not carry as text or plain data, and loses no field', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const attributes = { when: new Date(0), error: new RangeError('too far'), circle, big: 5n, list: [1, { a: undefined }], nothing: null };
    logObserver(logger).line?.({ logger: 'winston', time: undefined, level: 'info', severity: 9, body: '', attributes });
    const { error, ...rest } = (emitted[0] as unknown as { attributes: Record<string, unknown> }).attributes;
    expect(rest).to.deep.equal({ when: '1970-01-01T00:00:00.000Z', circle: '[unserialisable]', big: '5', list: [1, {}], nothing: null });
    expect(error).to.match(/^RangeError: too far\n/);
  });

  it('makes no time up for a line that has none', () => {
    logObserver(logger).line?.({ logger: 'winston', time: undefined, level: 'info', severity: 9, body: 'hello', attributes: {} });
    expect(emitted).to.deep.equal([{ severityNumber: 9, severityText: 'info', body: 'hello', attributes: {} }]);
  });

  it('knows the packages with which an application sends its lines itself', () => {
    expect(sendsLinesItself('pino', ['express', 'pino-opentelemetry-transport'])).to.equal(true);
    expect(sendsLinesItself('winston', ['pino-opentelemetry-transport'])).to.equal(false);
  });

  it('makes a FATAL record of what ends the process, with its class, message and stack', () => {
    class Broken extends Error {}
    emitFailure(logger, { error: new Broken('no'), origin: 'uncaughtException', fatal: true });
    const [record] = emitted;
    expect(record).to.deep.include({ severityNumber: 21, severityText: 'FATAL', body: 'Uncaught exception: no' });
    expect(record?.attributes).to.deep.include({ 'exception.type': 'Broken', 'exception.message': 'no' });
    expect(record?.attributes?.['exception.stacktrace']).to.include('log-telemetry.test.ts');
  });

  for (const [name, error, body] of [
    ['text', 'gone', 'Unhandled rejection: gone'], ['nothing', undefined, 'Unhandled rejection: undefined'], ['a symbol', Symbol('x'), 'Unhandled rejection: Symbol(x)'],
    ['an object that nothing can be made of', Object.create(null) as unknown, 'Unhandled rejection: [object Object]'],
    ['an object with a message, as errors of another realm are', { message: 'gone' }, 'Unhandled rejection: gone'],
  ] as const) {
    it(`makes a record of a rejection with ${name}`, () => {
      context.with(span(1).setValue(SCOPE, { requestId: 'r-1' }), () => emitFailure(logger, { error, origin: 'unhandledRejection', fatal: false }));
      expect(emitted[0]).to.deep.include({ severityNumber: 17, severityText: 'ERROR', body });
      expect(emitted[0]?.attributes?.['vigil.request.id']).to.equal('r-1');
    });
  }
});
