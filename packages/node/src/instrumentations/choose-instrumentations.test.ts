import { expect } from 'chai';
import { chooseInstrumentations, packageOf, type InstrumentationConfigs } from './choose-instrumentations.ts';
import { OURS, QUIET } from './libraries.ts';

describe('chooseInstrumentations', () => {
  const choose = (enabled?: string, disabled?: string, configs: InstrumentationConfigs = {}): ReturnType<typeof chooseInstrumentations> =>
    chooseInstrumentations({ enabledInstrumentations: enabled?.split(',').filter((name) => name !== ''), disabledInstrumentations: disabled?.split(',') ?? [] }, configs);

  it('takes all but the quiet ones', () => {
    const { chosen, problems } = choose();
    expect(chosen).to.include.members(['pg', 'ioredis', 'mongodb', 'grpc', 'aws-sdk']);
    expect(chosen).to.not.include.members([...QUIET]);
    expect(problems).to.deep.equal([]);
  });

  it('takes only what is enabled, quiet or not', () => expect(choose('fs,pg').chosen).to.deep.equal(['pg', 'fs']));
  it('takes nothing when nothing is enabled', () => expect(choose('').chosen).to.deep.equal([]));
  it('leaves out what is disabled', () => expect(choose(undefined, 'pg').chosen).to.include('ioredis').and.not.include('pg'));
  it('leaves out what is on both lists', () => expect(choose('pg,ioredis', 'pg').chosen).to.deep.equal(['ioredis']));
  it('never takes what Vigil sees itself', () => expect(choose(OURS.join()).chosen).to.deep.equal([]));

  it('listens to code before the lists', () => {
    const configs = { [packageOf('koa')]: { enabled: true }, [packageOf('pg')]: { enabled: false }, [packageOf('redis')]: { requireParentSpan: true } };
    const { chosen } = choose(undefined, 'koa', configs);
    expect(chosen).to.include.members(['koa', 'redis']).and.not.include('pg');
  });

  it('says which names it does not know, and the nearest that it does', () => {
    const { problems } = choose('pgsql', 'iorediss', { '@opentelemetry/instrumentation-mongo': {} });
    expect(problems.map(({ line }) => line)).to.deep.equal([
      'VIGIL_INSTRUMENTATION_UNKNOWN: OTEL_NODE_ENABLED_INSTRUMENTATIONS names "pgsql", but no instrumentation is called so. Correct it (did you mean mysql?); see docs/configuration.md',
      'VIGIL_INSTRUMENTATION_UNKNOWN: OTEL_NODE_DISABLED_INSTRUMENTATIONS names "iorediss", but no instrumentation is called so. Correct it (did you mean ioredis?); see docs/configuration.md',
      'VIGIL_INSTRUMENTATION_UNKNOWN: start({ instrumentations }) names "mongo", but no instrumentation is called so. Correct it (did you mean mongodb?); see docs/configuration.md',
    ]);
  });
});
