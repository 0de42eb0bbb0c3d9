import { expect } from 'chai';
import { IGNORED_VARIABLES } from '../../packages/node/src/config/ignored-variables.ts';
import { SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';
import { OTEL_VARIABLES } from './otel-variables.ts';
import { settingsOf, variablesTable } from './variables-table.ts';

describe("the specification's variables", () => {
  const specified = Object.values(OTEL_VARIABLES).flat();
  const honoured = specified.filter((name) => settingsOf(name).length > 0);

  it('are each honoured, or ignored with a reason', () => {
    expect([...honoured, ...Object.keys(IGNORED_VARIABLES)]).to.have.members(specified);
  });

  it('are all that Vigil reads by the name of OpenTelemetry', () => {
    const read = Object.values<SettingRow>(SETTINGS).flatMap(({ env }) => env).filter((name) => name.startsWith('OTEL_'));
    expect(specified).to.include.members(read);
  });

  it('stand in the table, those of signals with their general one', () => {
    const table = variablesTable();
    for (const name of specified) expect(table).to.include(name.replace(/OTLP_(TRACES_|METRICS_|LOGS_)?(?!METRICS_|TEMPORALITY|DEFAULT_H)(.*)$/, (_all, _signal, rest) => `OTLP_[SIGNAL_]${rest}`).replace('[SIGNAL_]TEMP', 'METRICS_TEMP'));
    expect(table).not.to.match(/\| no: \|/);
  });
});
