import type { ConfigFile } from '../config/read-config-file.ts';
import { SETTINGS, type SettingRow, type Settings } from '../config/settings.ts';
import { shownUrl } from '../start-line.ts';

/** One setting as it is in force. */
export interface SettingNote {
  readonly name: string;
  /** `code`, `default`, or the variable or file that it came from. */
  readonly source: string;
  /** Never a text that somebody wrote: these may be secrets. */
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Sources {
  readonly fromCode: Partial<Settings>;
  readonly env: Environment;
  readonly file: ConfigFile;
}

/** All settings, and where each came from; those of one signal only when they were set. */
export function describeSettings(settings: Settings, sources: Sources): SettingNote[] {
  return Object.entries<SettingRow>(SETTINGS)
    .map(([name, row]) => ({ name, source: sourceOf(name as keyof Settings, row, sources), value: shownValue(row, settings[name as keyof Settings]) }))
    .filter(({ name, source }) => source !== 'default' || (SETTINGS[name as keyof Settings] as SettingRow).general === undefined);
}

function sourceOf(name: keyof Settings, row: SettingRow, { fromCode, env, file }: Sources): string {
  if (fromCode[name] !== undefined) return 'code';
  const variable = row.env.find((one) => (env[one] ?? '').trim() !== '');
  if (variable !== undefined) return variable;
  return file.values[name] === undefined ? 'default' : file.name;
}

function shownValue({ type }: SettingRow, value: Settings[keyof Settings]): string {
  if (value === undefined) return '';
  if (type === 'url') return shownUrl(String(value));
  if (type === 'list') return (value as readonly string[]).join(',') || 'none';
  return type === 'string' || type === 'pairs' || type === 'attributes' ? '(set)' : String(value);
}
