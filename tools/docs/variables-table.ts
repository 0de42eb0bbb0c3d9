import { IGNORED_VARIABLES } from '../../packages/node/src/config/ignored-variables.ts';
import { SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';
import { OTEL_VARIABLES } from './otel-variables.ts';

/** Each variable of the specification with the setting that honours it, or why it is ignored. */
export function variablesTable(): string {
  const rows = Object.entries(OTEL_VARIABLES).flatMap(([page, names]) => shortened(names).map((name) => `| \`${name}\` | ${page} | ${answer(name)} |`));
  return ['| variable | of | honoured |', '|---|---|---|', ...rows].join('\n');
}

/** The settings that read a variable. */
export function settingsOf(variable: string): readonly string[] {
  return Object.entries<SettingRow>(SETTINGS).filter(([, { env }]) => env.includes(variable)).map(([name]) => name);
}

function answer(name: string): string {
  const variable = name.replace('[SIGNAL_]', '');
  const settings = settingsOf(variable);
  if (settings.length > 0) return `yes: ${settings.map((setting) => `\`${setting}\``).join(', ')}${name === variable ? '' : ' and of each signal'}`;
  return `no: ${IGNORED_VARIABLES[variable] ?? ''}`;
}

/** The same for all signals and for each is one row. */
function shortened(names: readonly string[]): readonly string[] {
  const ofSignal = (name: string): string => name.replace(/^OTEL_EXPORTER_OTLP_(TRACES|METRICS|LOGS)_/, 'OTEL_EXPORTER_OTLP_');
  const general = new Set(names.filter((name) => names.includes(name.replace('OTLP_', 'OTLP_TRACES_')) && ofSignal(name) === name));
  return names.filter((name) => general.has(name) || !general.has(ofSignal(name))).map((name) => (general.has(name) ? name.replace('OTLP_', 'OTLP_[SIGNAL_]') : name));
}
