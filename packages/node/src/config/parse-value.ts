import { parseResourceAttributes } from '../resource/parse-resource-attributes.ts';
import type { SettingRow } from './settings.ts';

export type Value = SettingRow['default'];

/** The most that the specification asks an integer to hold, and that a timer can wait in ms. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** What a variable's text means for a setting; undefined when it takes no such text. */
export function parseText(row: SettingRow, text: string, variable: string): Value {
  switch (row.type) {
    case 'boolean': return parseBoolean(text.toLowerCase(), variable);
    case 'integer': return /^\d+$/.test(text) ? checkValue(row, Number(text)) : undefined;
    case 'number': return /^\d+(\.\d+)?$/.test(text) ? checkValue(row, Number(text)) : undefined;
    case 'enum': return checkValue(row, text.toLowerCase());
    case 'list': return checkValue(row, text.split(',').map((one) => listed(row, one)).filter((one) => one !== ''));
    case 'pairs': return parsePairs(text);
    default: return checkValue(row, text);
  }
}

/** The same for a value that has its type already, as in code and in a file. */
export function checkValue(row: SettingRow, value: unknown): Value {
  switch (row.type) {
    case 'boolean': return typeof value === 'boolean' ? value : undefined;
    case 'integer': return Number.isInteger(value) && (value as number) <= MAX_INTEGER && isWithin(row, value as number) ? (value as number) : undefined;
    case 'number': return Number.isFinite(value) && isWithin(row, value as number) ? (value as number) : undefined;
    case 'enum': return row.values?.find((one) => one === value);
    case 'list': return Array.isArray(value) ? checkList(row, value) : undefined;
    case 'pairs': return checkPairs(value);
    case 'url': return typeof value === 'string' && isEndpoint(value) ? value : undefined;
    case 'attributes': return typeof value === 'string' && parseResourceAttributes(value) !== undefined ? value : undefined;
    default: return typeof value === 'string' ? value : undefined;
  }
}

// The specification: of its own variables only `true` is true.
function parseBoolean(text: string, variable: string): boolean | undefined {
  const isOurs = !variable.startsWith('OTEL_');
  if (text === 'true' || (isOurs && text === '1')) return true;
  return text === 'false' || (isOurs && text === '0') ? false : undefined;
}

function isWithin({ least = 0, most = Infinity }: SettingRow, value: number): boolean {
  return value >= least && value <= most;
}

function listed({ values }: SettingRow, text: string): string {
  return values === undefined ? text.trim() : text.trim().toLowerCase();
}

/** Each once; `none` stands alone and for an empty list. */
function checkList({ values, each }: SettingRow, list: readonly unknown[]): readonly string[] | undefined {
  if (list.length === 1 && list[0] === 'none') return [];
  const known = list.every((one) => typeof one === 'string' && (values === undefined ? one !== 'none' && (each === undefined || new RegExp(each[0]).test(one)) : values.includes(one)));
  return known ? [...new Set(list as string[])] : undefined;
}

/** An endpoint may go without a scheme: `host:port`. */
function isEndpoint(text: string): boolean {
  return /^[\w.-]+:\d+$/.test(text) ? URL.canParse(`http://${text}`) : /^https?:\/\//.test(text) && URL.canParse(text);
}

function parsePairs(text: string): Value {
  const pairs = text.split(',').map((pair) => pair.trim()).filter((pair) => pair !== '');
  if (pairs.some((pair) => pair.indexOf('=') < 1)) return undefined;
  return checkPairs(Object.fromEntries(pairs.map((pair) => {
    const equals = pair.indexOf('=');
    return [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
  })));
}

/** The parts of an HTTP header: a token, and what Node lets through as its value. */
function checkPairs(value: unknown): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fit = Object.entries(value).every(
    ([name, text]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof text === 'string' && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text),
  );
  return fit ? (value as Record<string, string>) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text.trim();
  }
}
