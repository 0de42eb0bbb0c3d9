import type { Logger, LoggerProvider } from '@opentelemetry/api';
import { expect } from 'chai';
import { bridgeOldLogs } from './bridge-old-logs.ts';

const KEY = Symbol.for('io.opentelemetry.js.api.logs');
type Getter = (version: number) => { getLogger(name: string, version?: string, options?: object): Logger } | undefined;

describe('bridgeOldLogs', () => {
  let asked: unknown[][];
  const provider = { getLogger: (...args: unknown[]) => (asked.push(args), {} as Logger) } as LoggerProvider;
  const getter = (home: object): Getter => (home as Record<symbol, Getter>)[KEY] as Getter;
  beforeEach(() => { asked = []; });

  it('answers the old package in the version that it asks for, and no other', () => {
    const home = {};
    bridgeOldLogs(provider, home);
    expect(getter(home)(2)).to.equal(undefined);
    getter(home)(1)?.getLogger('a');
    getter(home)(1)?.getLogger('b', '1', { schemaUrl: 'u', scopeAttributes: { shelf: 3 } });
    expect(asked).to.deep.equal([['a', undefined, {}], ['b', '1', { schemaUrl: 'u', attributes: { shelf: 3 } }]]);
  });

  it('leaves a provider that is there, and takes only itself away', () => {
    const theirs = (): undefined => undefined;
    const home = { [KEY]: theirs };
    bridgeOldLogs(provider, home)();
    expect(home[KEY]).to.equal(theirs);
    const empty = {};
    bridgeOldLogs(provider, empty)();
    expect(KEY in empty).to.equal(false);
  });
});
