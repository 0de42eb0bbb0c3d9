import type { VigilError } from '@vigil/events';
import { askAfter } from '../config/nearest-name.ts';
import type { Settings } from '../config/settings.ts';
import { vigilError } from '../errors.ts';
import { LEFT_OUT, LIBRARIES, OF_NODE, OURS, QUIET } from './libraries.ts';

/** What code says of an instrumentation, by the name of its package, as `getNodeAutoInstrumentations` takes it. */
export type InstrumentationConfigs = Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly enabled?: boolean }>>;

/** The two lists of names: `pg`, `ioredis`. */
export type InstrumentationLists = Pick<Settings, 'enabledInstrumentations' | 'disabledInstrumentations'>;

export interface Choice {
  /** Names of instrumentations, short: `pg`. */
  readonly chosen: readonly string[];
  readonly problems: readonly VigilError[];
}

const KNOWN: readonly string[] = [...Object.keys(LIBRARIES), ...OF_NODE, ...OURS, ...LEFT_OUT];

/** Which instrumentations may be loaded: code first, then the list of the disabled, then that of the enabled, then all but the quiet. */
export function chooseInstrumentations(lists: InstrumentationLists, configs: InstrumentationConfigs): Choice {
  const { enabledInstrumentations: enabled, disabledInstrumentations: disabled } = lists;
  const chosen = [...Object.keys(LIBRARIES), ...OF_NODE].filter((name) => {
    const inCode = configs[packageOf(name)]?.enabled;
    if (inCode !== undefined) return inCode;
    if (disabled.includes(name)) return false;
    return enabled === undefined ? !QUIET.includes(name) : enabled.includes(name);
  });
  const problems = [
    ...unknown('OTEL_NODE_ENABLED_INSTRUMENTATIONS', enabled ?? []),
    ...unknown('OTEL_NODE_DISABLED_INSTRUMENTATIONS', disabled),
    ...unknown('start({ instrumentations })', Object.keys(configs).map((name) => name.replace(packageOf(''), ''))),
  ];
  return { chosen, problems };
}

/** The package of an instrumentation by its short name. */
export function packageOf(name: string): string {
  return `@opentelemetry/instrumentation-${name}`;
}

function unknown(where: string, names: readonly string[]): VigilError[] {
  return names.filter((name) => !KNOWN.includes(name))
    .map((name) => vigilError('VIGIL_INSTRUMENTATION_UNKNOWN', { where, name: JSON.stringify(name.slice(0, 40)), guess: askAfter(name, KNOWN) }));
}
