import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import { SETTINGS, type SettingRow, type Settings } from './settings.ts';

/** Settings, and what was wrong with what was asked for. */
export interface SettingsReading {
  readonly settings: Settings;
  readonly problems: readonly VigilError[];
}

type Environment = Readonly<Record<string, string | undefined>>;
type Value = boolean | number | string | undefined;

/** Reads all settings: code first, then the environment, then the defaults. Wrong values fall back and are named. */
export function readSettings(fromCode: Partial<Settings>, env: Environment): SettingsReading {
  const problems: VigilError[] = unknownVariables(env);
  const settings: Record<string, Value> = {};
  for (const [name, row] of Object.entries<SettingRow>(SETTINGS)) {
    const given = fromCode[name as keyof Settings];
    settings[name] = given === undefined ? readRow(row, env, problems) : checkValue(row, name, String(given), problems);
  }
  return { settings: Object.freeze(settings) as Settings, problems: saidOnce(problems) };
}

/** A variable that two settings read is wrong once. */
function saidOnce(problems: readonly VigilError[]): VigilError[] {
  return [...new Map(problems.map((problem) => [problem.line, problem])).values()];
}

function readRow(row: SettingRow, env: Environment, problems: VigilError[]): Value {
  // The specification: an empty value is as good as none.
  const name = row.env.find((candidate) => (env[candidate] ?? '').trim() !== '');
  return name === undefined ? row.default : checkValue(row, name, (env[name] as string).trim(), problems);
}

function checkValue(row: SettingRow, name: string, text: string, problems: VigilError[]): Value {
  const value = parse(row, text);
  if (value !== undefined && !(typeof value === 'number' && value < (row.least ?? 0))) return value;
  problems.push(vigilError('VIGIL_CONFIG_INVALID', {
    name, value: JSON.stringify(row.type === 'url' ? '(not shown)' : text.slice(0, 40)), expected: expectation(row), fallback: String(row.default ?? '(none)'),
  }));
  return row.default;
}

function parse({ type, values }: SettingRow, text: string): Value {
  switch (type) {
    case 'boolean': return parseBoolean(text.toLowerCase());
    case 'integer': return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'number': return /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) : undefined;
    case 'enum': return values?.find((value) => value === text.toLowerCase());
    case 'url': return URL.canParse(text) && /^https?:/.test(text) ? text : undefined;
    default: return text;
  }
}

function parseBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

function expectation({ type, values, least }: SettingRow): string {
  if (values !== undefined) return values.length === 1 ? `only ${values[0]}` : `one of ${values.join(', ')}`;
  if (least !== undefined) return `a whole number from ${least} on`;
  const words = { boolean: 'true or false', integer: 'a whole number', number: 'a number', url: 'an http or https URL', string: 'text', enum: '' };
  return words[type];
}

/** A misspelt `VIGIL_*` variable would be ignored in silence; only ours, for `OTEL_*` belongs to others too. */
function unknownVariables(env: Environment): VigilError[] {
  const known = Object.values<SettingRow>(SETTINGS).flatMap((row) => row.env).filter((name) => name.startsWith('VIGIL_'));
  const others = new Set(known).add('VIGIL_OTELCOL').add('VIGIL_CONFIG').add('VIGIL_DOCTOR');
  return Object.keys(env)
    .filter((name) => name.startsWith('VIGIL_') && !others.has(name))
    .map((name) => vigilError('VIGIL_CONFIG_UNKNOWN', { name, nearest: nearestName(name, known) }));
}
