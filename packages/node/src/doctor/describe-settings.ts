import { SETTINGS, type SettingRow, type Settings } from '../config/settings.ts';
import { shownUrl } from '../start-line.ts';

/** One setting as it is in force. */
export interface SettingNote {
  readonly name: string;
  /** `code`, `default`, or the variable that it came from. */
  readonly source: string;
  /** Never a text that somebody wrote: these may be secrets. */
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** All settings, and where each came from. */
export function describeSettings(settings: Settings, fromCode: Partial<Settings>, env: Environment): SettingNote[] {
  return Object.entries<SettingRow>(SETTINGS).map(([name, row]) => ({
    name, source: sourceOf(row, fromCode[name as keyof Settings], env), value: shownValue(row, settings[name as keyof Settings]),
  }));
}

function sourceOf(row: SettingRow, given: unknown, env: Environment): string {
  if (given !== undefined) return 'code';
  return row.env.find((name) => (env[name] ?? '').trim() !== '') ?? 'default';
}

function shownValue({ type }: SettingRow, value: Settings[keyof Settings]): string {
  if (value === undefined) return '';
  if (type === 'url') return shownUrl(String(value));
  return type === 'string' ? '(set)' : String(value);
}
