import { TracerProvider } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { endSpan } from '../server-span.ts';
import { LONGEST_EXCEPTION } from './exception-texts.ts';
import { failureOf, putFailure } from './failure.ts';
import { UnixClock } from './unix-clock.ts';
import { readReal, readSpan, type Seen } from './written-spans.test.ts';

const stackless = (error: Error): Error => Object.assign(error, { stack: undefined });

describe('a failure on the hot path', () => {
  const cases: readonly [name: string, thrown: unknown][] = [
    ['nothing that is known of', undefined],
    ['an error', new TypeError('no')],
    ["one of Node's", Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['one with a code of several lengths', Object.assign(new Error('x'), { code: 'E'.repeat(200) })],
    ['one with a number for a code', Object.assign(new Error('x'), { code: 7 })],
    ['one without a message', new Error()],
    ['one without a stack', stackless(new RangeError('far'))],
    ['one in other alphabets', stackless(new Error('ошибка 错误 🚒'.repeat(40)))],
    ['one as long as there is room for', Object.assign(new Error('€'.repeat(1000)), { stack: '€'.repeat(LONGEST_EXCEPTION - 1005) })],
    ['one with neither name nor message', stackless(Object.assign(new Error(), { name: '' }))],
    ['a text', 'a text'], ['an empty text', ''], ['a number', 7], ['null', null], ['a symbol', Symbol('s')], ['an object', { reason: 1 }],
  ];
  for (const [name, thrown] of cases) {
    it(`is told as the SDK tells it: ${name}`, () => {
      const [ours, theirs] = [written(thrown), recorded(thrown)];
      const told = (span: Seen | undefined): unknown => [span?.status, span?.message, span?.attributes['error.type'], span?.events];
      expect(told(ours)).to.deep.equal(told(theirs));
    });
  }

  const left: readonly [name: string, thrown: unknown][] = [
    ['one that is too long', Object.assign(new Error('x'), { stack: 'x'.repeat(LONGEST_EXCEPTION) })],
    ['one whose stack is no text', Object.assign(new Error('x'), { stack: [] })],
  ];
  for (const [name, thrown] of left) it(`is left to the SDK: ${name}`, () => expect(written(thrown)).to.equal(undefined));

  function written(thrown: unknown): Seen | undefined {
    const failure = failureOf(503, thrown);
    if (failure === undefined) return undefined;
    const to = new Uint8Array(32 * 1024);
    return readSpan(to.subarray(0, putFailure(to, 0, failure, 5, new UnixClock())));
  }

  function recorded(thrown: unknown): Seen {
    let seen: Seen | undefined;
    const onEnd = (span: Parameters<typeof readReal>[0]): void => void (seen = readReal(span));
    const spanProcessors = [{ onStart: () => {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} }];
    const span = new TracerProvider({ spanProcessors }).getTracer('test').startSpan('x');
    endSpan(span, 'GET', { request: null, response: null, route: undefined, error: thrown, requestId: '' }, 503, 'finished');
    return seen as Seen;
  }
});
