import { editDistance, nearestName } from '../config/nearest-name.ts';
import { IGNORED_VARIABLES } from '../config/ignored-variables.ts';
import { SETTINGS, type SettingRow } from '../config/settings.ts';

/** A variable that looks like OpenTelemetry's and is read by nobody here. */
export interface UnknownVariable {
  readonly name: string;
  readonly nearest: string;
  /** Letters between the two. */
  readonly edits: number;
}

/** `OTEL_*` variables that Vigil does not know; `VIGIL_*` ones are named at every start. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): UnknownVariable[] {
  const known = [...Object.values<SettingRow>(SETTINGS).flatMap((row) => row.env), ...Object.keys(IGNORED_VARIABLES)];
  return Object.keys(env).filter((name) => name.startsWith('OTEL_') && !known.includes(name))
    .map((name) => {
      const nearest = nearestName(name, known);
      return { name, nearest, edits: editDistance(name, nearest) };
    });
}
