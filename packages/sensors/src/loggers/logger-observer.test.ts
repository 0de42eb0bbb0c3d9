import { expect } from 'chai';
import { levelName, severityOf } from './logger-observer.ts';

describe('log levels', () => {
  for (const [name, severity] of [['trace', 1], ['debug', 5], ['INFO', 9], ['notice', 10], ['warning', 13], ['error', 17], ['crit', 18], ['alert', 19], ['fatal', 21], ['my own', 9]] as const) {
    it(`gives ${name} the severity ${severity}`, () => {
      expect(severityOf(name)).to.equal(severity);
    });
  }

  for (const [level, name] of [[10, 'trace'], [20, 'debug'], [30, 'info'], [35, 'info'], [40, 'warn'], [50, 'error'], [60, 'fatal'], [99, 'fatal'], [0, 'trace']] as const) {
    it(`calls level ${level} ${name}`, () => {
      expect(levelName(level)).to.equal(name);
    });
  }
});
