import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import { editDistance, nearestName } from './nearest-name.ts';
import { checkValue, parseText, type Value } from './parse-value.ts';
import type { ConfigFile } from './read-config-file.ts';
import { SETTINGS, type SettingRow, type Settings } from './settings.ts';

/** Settings, and what was wrong with what was asked for. */
export interface SettingsReading {
  readonly settings: Settings;
  readonly problems: readonly VigilError[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What one source says of a setting: by which name, and what. */
interface Given {
  readonly called: string;
  readonly said: unknown;
  readonly value: Value;
}
type Source = (name: string, row: SettingRow) => Given | undefined;

const NO_FILE: ConfigFile = { name: '', values: {} };
const ROWS: readonly (readonly [name: string, row: SettingRow])[] = Object.entries<SettingRow>(SETTINGS);
/** Named by our tools for developers, not by the preset. */
const OTHERS: ReadonlySet<string> = new Set(['VIGIL_OTELCOL', 'VIGIL_CONFIG', 'VIGIL_DOCTOR']);

/** Reads all settings: code first, then the environment, the file, the defaults. Wrong values fall back and are named. */
export function readSettings(fromCode: Partial<Settings>, env: Environment, file: ConfigFile = NO_FILE): SettingsReading {
  const problems: VigilError[] = [...unknownVariables(env), ...unknownNames(fromCode, ''), ...unknownNames(file.values, ` in ${file.name}`)];
  const sources = [typed(fromCode, ''), variables(env), typed(file.values, ` in ${file.name}`)];
  const settings: Record<string, Value> = {};
  for (const [name, row] of ROWS) {
    const given = firstGiven(name, row, sources);
    if (given !== undefined && given.value === undefined) problems.push(invalid(row, given));
    settings[name] = given?.value ?? row.default;
  }
  return { settings: Object.freeze(settings) as Settings, problems: saidOnce(problems) };
}

/** A variable that two settings read is wrong once. */
function saidOnce(problems: readonly VigilError[]): VigilError[] {
  return [...new Map(problems.map((problem) => [problem.line, problem])).values()];
}

/** Within one source a signal's own setting goes before that of all; a source before another also with the one of all. */
function firstGiven(name: string, row: SettingRow, sources: readonly Source[]): Given | undefined {
  for (const source of sources) {
    const given = source(name, row);
    if (given !== undefined) return given;
    if (row.general !== undefined && source(row.general, SETTINGS[row.general as keyof Settings])?.value !== undefined) return undefined;
  }
  return undefined;
}

function typed(values: object, where: string): Source {
  return (name, row) => {
    const said = (values as Record<string, unknown>)[name];
    return said === undefined ? undefined : { called: name + where, said, value: checkValue(row, said) };
  };
}

function variables(env: Environment): Source {
  return (_name, row) => {
    // The specification: an empty value is as good as none.
    const called = row.env.find((variable) => (env[variable] ?? '').trim() !== '');
    if (called === undefined) return undefined;
    const said = (env[called] as string).trim();
    return { called, said, value: parseText(row, said, called) };
  };
}

function invalid(row: SettingRow, { called, said }: Given): VigilError {
  const value = row.secret === true ? '"(not shown)"' : shortened(said);
  return vigilError('VIGIL_CONFIG_INVALID', { name: called, value, expected: expectation(row, said), fallback: fallback(row) });
}

function shortened(said: unknown): string {
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? String(said));
  return typeof said === 'string' ? JSON.stringify(text.slice(0, 40)) : text.slice(0, 40);
}

function fallback({ default: value, general }: SettingRow): string {
  if (general !== undefined) return `of ${general}`;
  return typeof value === 'object' ? Object.values(value).join(',') || 'none' : String(value);
}

function expectation(row: SettingRow, said: unknown): string {
  const { type, values, least, most } = row;
  if (values !== undefined) return `${type === 'list' ? 'none, or some of' : 'one of'} ${values.join(', ')}${guess(values, said)}`;
  if (most !== undefined) return `a number from ${least ?? 0} to ${most}`;
  if (least !== undefined) return `a whole number from ${least} on`;
  return WORDS[type];
}

const WORDS: Readonly<Record<SettingRow['type'], string>> = {
  boolean: 'true or false', integer: 'a whole number', number: 'a number', url: 'an http or https URL', string: 'text', enum: '',
  list: 'names, separated by commas', pairs: 'key=value pairs, separated by commas',
};

/** `(did you mean console?)`, when one of the values is two edits away at most. */
function guess(values: readonly string[], said: unknown): string {
  if (typeof said !== 'string') return '';
  const wrong = said.toLowerCase().split(',').map((one) => one.trim()).find((one) => !values.includes(one)) ?? '';
  const nearest = nearestName(wrong.slice(0, 40), values);
  return editDistance(wrong.slice(0, 40), nearest) <= 2 ? ` (did you mean ${nearest}?)` : '';
}

/** A misspelt name would be ignored in silence. Of variables only ours, for `OTEL_*` belongs to others too. */
function unknownVariables(env: Environment): VigilError[] {
  const ours = Object.keys(env).filter((name) => name.startsWith('VIGIL_') && !OTHERS.has(name));
  if (ours.length === 0) return [];
  const known = ROWS.flatMap(([, row]) => row.env).filter((name) => name.startsWith('VIGIL_'));
  return ours.filter((name) => !known.includes(name)).map((name) => unknown(name, name, known));
}

function unknownNames(values: object, where: string): VigilError[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(values).filter((name) => name !== '$schema' && !known.includes(name)).map((name) => unknown(name, name + where, known));
}

function unknown(name: string, called: string, known: readonly string[]): VigilError {
  return vigilError('VIGIL_CONFIG_UNKNOWN', { name: called.slice(0, 80), nearest: nearestName(name.slice(0, 40), known) });
}
