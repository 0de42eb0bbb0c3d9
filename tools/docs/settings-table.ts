import { SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';

/** The settings as Markdown; those of one signal are told once. */
export function settingsTable(): string {
  const entries = Object.entries<SettingRow>(SETTINGS);
  const rows = entries.filter(([, { general }]) => general === undefined).map(
    ([name, row]) => `| ${row.env.map(code).join(', ')} | ${code(name)} | ${takes(row)} | ${shown(row.default)} | ${row.meaning} |`,
  );
  const perSignal = [...new Set(entries.map(([, { general }]) => general).filter((name) => name !== undefined))];
  return [
    '| variable | in code and file | takes | default | meaning |', '|---|---|---|---|---|', ...rows, '',
    `${perSignal.map(code).join(', ')} can also be set for one signal alone: \`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT\`, in code and file \`tracesEndpoint\`,`,
    'and so on for `TRACES`, `METRICS` and `LOGS`. The endpoint of one signal is its whole URL, used as it is. The headers of one signal come on top of those of all.',
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function takes({ type, values }: SettingRow): string {
  if (type === 'list' && values === undefined) return '`none`, or a list with commas';
  if (type === 'list') return `\`none\`, or any of ${(values ?? []).map(code).join(', ')}`;
  return values === undefined ? TAKES[type] ?? type : values.map(code).join(', ');
}

const TAKES: Readonly<Partial<Record<SettingRow['type'], string>>> = { pairs: '`key=value,key=value`; in code and file an object', attributes: '`key=value,key=value`' };

function shown(value: SettingRow['default']): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? Object.values(value).map(code).join(', ') : code(String(value));
}
