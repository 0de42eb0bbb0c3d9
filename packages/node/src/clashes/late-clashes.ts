import type { VigilError } from '@vigil/events';
import type { Stop } from '@vigil/sensors';
import { vigilError } from '../errors.ts';
import type { Say } from '../lifecycle/say.ts';
import { apiGlobal, foreignApiGlobals, isBlind } from './api-global.ts';
import { AGENTS, API } from './known-telemetry.ts';
import { loadedPackages, packageText, type LoadedPackage } from './loaded-packages.ts';

/** By then nearly every application has loaded what it is made of, ms. */
const SETTLED = 2000;

/** Looks once more when the application has loaded its parts: not at start, where it would cost, and where nothing is there yet. */
export function watchLateClashes(say: Say, isKnown: (found: LoadedPackage) => boolean): Stop {
  const timer = setTimeout(() => {
    for (const clash of lateClashes(loadedPackages, isKnown)) say('warn', clash.line);
  }, SETTLED).unref();
  return () => clearTimeout(timer);
}

/** Copies of the API that cannot see us, and agents that came after us. */
export function lateClashes(loaded: (names: readonly string[]) => LoadedPackage[], isKnown: (found: LoadedPackage) => boolean, home: object = globalThis): VigilError[] {
  const registered = apiGlobal(home)?.version;
  const copies = loaded([API]);
  const blind = registered === undefined ? [] : copies.filter(({ version }) => isBlind(version, registered));
  const foreign = foreignApiGlobals(home).filter(({ version }) => blind.every((copy) => copy.version !== version));
  return [
    ...blind.map((copy) => vigilError('VIGIL_API_BLIND', { other: packageText(copy), own: String(registered) })),
    ...foreign.map(({ version }) => vigilError('VIGIL_API_BLIND', { other: `${API} ${version}`, own: String(registered) })),
    ...loaded(AGENTS).filter((agent) => !isKnown(agent)).map((agent) => vigilError('VIGIL_AGENT_PRESENT', { agent: packageText(agent) })),
  ];
}
