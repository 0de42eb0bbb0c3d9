import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import { askAfter } from './nearest-name.ts';
import { checkValue, MAX_INTEGER, parseText, type Value } from './parse-value.ts';
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
  /** Said with a type, as in code and in a file. */
  readonly typed?: true;
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
    return said === undefined ? undefined : { called: name + where, said, value: checkValue(row, said), typed: true };
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

function invalid(row: SettingRow, given: Given): VigilError {
  const value = row.secret === true ? '(not shown)' : shortened(given.said);
  return vigilError('VIGIL_CONFIG_INVALID', { name: given.called, value, expected: expectation(row, given), fallback: fallback(row) });
}

function shortened(said: unknown): string {
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? String(said));
  return typeof said === 'string' ? JSON.stringify(text.slice(0, 40)) : text.slice(0, 40);
}

function fallback({ default: value, general, type }: SettingRow): string {
  if (general !== undefined) return `of ${general}`;
  if (value === undefined) return type === 'url' ? 'http://localhost:4318 (gRPC: 4317)' : 'none';
  return typeof value === 'object' ? Object.values(value).join(',') || 'none' : String(value);
}

function expectation(row: SettingRow, { said, typed: isTyped }: Given): string {
  const { type, values, each, least = 0, most } = row;
  const list = isTyped ? 'a list: ["none"], or some of' : 'none, or some of';
  if (values !== undefined) return `${type === 'list' ? list : 'one of'} ${values.join(', ')}${meant(values, said)}`;
  if (each !== undefined) return isTyped ? `a list of ${each[1]}` : `${each[1]}, separated by commas`;
  if (type === 'integer') return `a whole number from ${least} to ${most ?? MAX_INTEGER}`;
  if (most !== undefined) return `a number from ${least} to ${most}`;
  return (isTyped ? TYPED_WORDS[type] : undefined) ?? WORDS[type];
}

const WORDS: Readonly<Record<SettingRow['type'], string>> = {
  boolean: 'true or false', integer: '', number: 'a number', url: 'an http or https URL, or host:port', string: 'text', enum: '',
  list: 'names, separated by commas', pairs: 'key=value pairs, separated by commas, as HTTP allows them in headers',
  attributes: 'key=value pairs, separated by commas, percent-encoded',
};
const TYPED_WORDS: Readonly<Partial<Record<SettingRow['type'], string>>> = {
  list: 'a list of names', pairs: 'an object of texts by name, as HTTP allows them in headers', attributes: `a text of ${WORDS.attributes}`,
};

/** `(did you mean console?)`, when one of the values is near. */
function meant(values: readonly string[], said: unknown): string {
  if (typeof said !== 'string') return '';
  const wrong = said.toLowerCase().split(',').map((one) => one.trim()).find((one) => !values.includes(one)) ?? '';
  return wrong === '' ? '' : askAfter(wrong, values);
}

/** A misspelt name would be ignored in silence. Of variables only ours, for `OTEL_*` belongs to others too. */
function unknownVariables(env: Environment): VigilError[] {
  const ours = Object.keys(env).filter((name) => name.startsWith('VIGIL_') && !OTHERS.has(name) && (env[name] ?? '').trim() !== '');
  if (ours.length === 0) return [];
  const known = ROWS.flatMap(([, row]) => row.env);
  return ours.filter((name) => !known.includes(name)).map((name) => unknown(name, askAfter(name, known)));
}

function unknownNames(values: object, where: string): VigilError[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(values).filter((name) => name !== '$schema' && !known.includes(name)).map((name) => unknown(name + where, askAfter(nameOf(name), known)));
}

/** In code and file a variable goes by another name. */
function nameOf(variable: string): string {
  return ROWS.find(([, row]) => row.env.includes(variable))?.[0] ?? variable;
}

function unknown(called: string, guess: string): VigilError {
  return vigilError('VIGIL_CONFIG_UNKNOWN', { name: called.slice(0, 80), guess });
}
