import { editDistance, nearestName } from '../config/nearest-name.ts';
import { EXPORTER_VARIABLES, SETTINGS, type SettingRow } from '../config/settings.ts';

/** A variable that looks like OpenTelemetry's and is read by nobody here. */
export interface UnknownVariable {
  readonly name: string;
  readonly nearest: string;
  /** Letters between the two. */
  readonly edits: number;
}

/** `OTEL_*` variables that Vigil does not know; `VIGIL_*` ones are named at every start. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): UnknownVariable[] {
  const known = knownVariables();
  return Object.keys(env).filter((name) => name.startsWith('OTEL_') && !known.includes(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      return { name, nearest, edits: editDistance(name, nearest) };
    });
}

function knownVariables(): string[] {
  return [...Object.values<SettingRow>(SETTINGS).flatMap(({ env }) => env), ...Object.keys(EXPORTER_VARIABLES).flatMap(spelledOut)];
}

/** `OTEL_EXPORTER_OTLP[_SIGNAL]_HEADERS` stands for four names, `OTEL_EXPORTER_OTLP_{TRACES,METRICS,LOGS}_ENDPOINT` for three. */
function spelledOut(pattern: string): string[] {
  const each = (place: string, ...texts: string[]): string[] => texts.map((text) => pattern.replace(place, text));
  if (pattern.includes('[_SIGNAL]')) return each('[_SIGNAL]', '', '_TRACES', '_METRICS', '_LOGS');
  return pattern.includes('{TRACES,METRICS,LOGS}') ? each('{TRACES,METRICS,LOGS}', 'TRACES', 'METRICS', 'LOGS') : [pattern];
}
