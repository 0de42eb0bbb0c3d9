import { EXPORTER_VARIABLES, SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';

/** The settings as Markdown: ours and the specification's, then those that the exporter reads. */
export function settingsTable(): string {
  const rows = Object.entries<SettingRow>(SETTINGS).map(
    ([name, row]) => `| ${row.env.map(code).join(', ')} | ${code(name)} | ${takes(row)} | ${shown(row.default)} | ${row.meaning} |`,
  );
  const exporter = Object.entries(EXPORTER_VARIABLES).map(([name, meaning]) => `| ${code(name)} | ${meaning} |`);
  return [
    '| variable | in code | takes | default | meaning |', '|---|---|---|---|---|', ...rows, '',
    'Read by the sender, as the specification has them:', '', '| variable | meaning |', '|---|---|', ...exporter,
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function takes({ type, values }: SettingRow): string {
  return values === undefined ? type : values.map(code).join(', ');
}

function shown(value: SettingRow['default']): string {
  return value === undefined ? '' : code(String(value));
}
