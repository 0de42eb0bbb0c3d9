import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import type { Level } from '../lifecycle/say.ts';
import type { ApiGlobal } from './api-global.ts';
import { AGENTS, API, NEED_TO_COME_LATER, SDKS } from './known-telemetry.ts';
import { packageText, type LoadedPackage } from './loaded-packages.ts';

export interface Findings {
  /** What to say, and how loud, one line each. */
  readonly clashes: readonly (readonly [Level, VigilError])[];
  /** Vigil cannot do its work beside what is there: it leaves the application to it. */
  readonly isTaken: boolean;
}

/** What the judgement needs. */
export interface Scene {
  /** Our copy of the API; undefined when it is bundled. */
  readonly api: () => LoadedPackage | undefined;
  /** What the API keeps on the global object. */
  readonly registered: ApiGlobal | undefined;
  readonly loaded: (names: readonly string[]) => LoadedPackage[];
}

/** Judges what was there before Vigil. Everything is looked at once, at start; nothing of it is touched. */
export function clashesAtStart({ api, registered, loaded }: Scene): Findings {
  const taken = takenBy(registered, api, loaded);
  const agents = loaded(AGENTS).filter(({ name }) => taken === undefined || !SDKS.includes(name));
  const early = loaded(NEED_TO_COME_LATER);
  return {
    clashes: [
      ...(taken === undefined ? [] : [['error', taken] as const]),
      ...agents.map((agent) => ['warn', vigilError('VIGIL_AGENT_PRESENT', { agent: packageText(agent) })] as const),
      // Most make their instances later: no reason to worry anybody.
      ...early.map((framework) => ['info', vigilError('VIGIL_LOADED_LATE', { framework: packageText(framework) })] as const),
    ],
    isTaken: taken !== undefined,
  };
}

function takenBy(registered: ApiGlobal | undefined, ownApi: Scene['api'], loaded: Scene['loaded']): VigilError | undefined {
  if (registered === undefined) return undefined;
  if (registered.trace !== undefined || registered.context !== undefined) {
    const [sdk] = loaded(SDKS);
    return vigilError('VIGIL_SDK_PRESENT', { sdk: sdk === undefined ? constructorName(registered) : packageText(sdk) });
  }
  const api = ownApi();
  if (api === undefined || api.version === registered.version) return undefined;
  const other = loaded([API]).find(({ version }) => version === registered.version);
  return vigilError('VIGIL_API_PRESENT', { other: other === undefined ? `${API} ${registered.version}` : packageText(other), own: packageText(api) });
}

/** Of an SDK that was loaded as ES modules nothing else is known. */
function constructorName({ trace, context }: ApiGlobal): string {
  const part = (trace as { readonly _delegate?: object } | undefined)?._delegate ?? trace ?? context;
  return `one with a ${(part as Partial<object>).constructor?.name ?? 'provider'}`;
}
