import { ROOT_CONTEXT, SpanKind, trace, type Context } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { readSettings } from '../config/read-settings.ts';
import { samplerOf } from './sampler.ts';

describe('samplerOf', () => {
  const LOW = `${'0'.repeat(24)}00000001`;
  const HIGH = 'f'.repeat(32);
  const under = (traceFlags: number): Context => trace.setSpanContext(ROOT_CONTEXT, { traceId: HIGH, spanId: 'b'.repeat(16), traceFlags, isRemote: true });
  const samples = (name: string, arg: string, parent: Context, traceId: string): boolean => {
    const sampler = samplerOf(readSettings({}, { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: arg }).settings);
    return sampler.shouldSample(parent, traceId, 'GET', SpanKind.SERVER, {}, []).decision === SamplingDecision.RECORD_AND_SAMPLED;
  };

  const cases: readonly [name: string, arg: string, root: boolean, underUnsampled: boolean, underSampled: boolean][] = [
    ['', '', true, false, true], ['always_on', '', true, true, true], ['always_off', '', false, false, false],
    ['traceidratio', '0', false, false, false], ['traceidratio', '1', true, true, true], ['traceidratio', '7', true, true, true],
    ['parentbased_always_on', '', true, false, true], ['parentbased_always_off', '', false, false, true],
    ['parentbased_traceidratio', '0', false, false, true], ['parentbased_traceidratio', '1', true, false, true],
  ];
  for (const [name, arg, ...expected] of cases) {
    it(`samples as ${name || 'none'}${arg === '' ? '' : ` with ${arg}`} says`, () => {
      expect([ROOT_CONTEXT, under(0), under(1)].map((parent) => samples(name, arg, parent, HIGH))).to.deep.equal(expected);
    });
  }

  it('decides a ratio by the trace id', () => {
    expect([samples('traceidratio', '0.5', ROOT_CONTEXT, LOW), samples('traceidratio', '0.5', ROOT_CONTEXT, `ffffffff${'0'.repeat(24)}`)]).to.deep.equal([true, false]);
  });
});
