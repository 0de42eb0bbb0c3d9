import type { OnLoad } from '@vigil/sensors';
import satisfies from 'semver/functions/satisfies.js';
import { entryFiles, type PackageManifest } from './entry-files.ts';
import type { FilePatch, ModuleDefinition } from './stock-instrumentation.ts';

/** One patch of one file. */
export type ApplyPatch = (patch: FilePatch, exports: unknown, version: string | undefined) => unknown;

/**
 * The files of a package that the definitions want to change, by their path in it; undefined when they want some, but of
 * other versions. Patches of one file are applied in the order of the definitions.
 */
export function patchedFiles(
  name: string, manifest: PackageManifest, definitions: readonly ModuleDefinition[], apply: ApplyPatch,
): Readonly<Record<string, OnLoad>> | undefined {
  const wanted = definitions.filter((definition) => definition.name === name).flatMap((definition) => patchesOf(definition, manifest));
  const fit = wanted.filter(({ fits }) => fits);
  if (wanted.length > 0 && fit.length === 0) return undefined;
  const paths = new Set(fit.map(({ path }) => path));
  return Object.fromEntries([...paths].map((path) => {
    const patches = fit.filter((one) => one.path === path).map(({ patch }) => patch);
    return [path, (exports: unknown) => patches.reduce((given, patch) => apply(patch, given, manifest.version), exports)];
  }));
}

interface Wanted {
  readonly path: string;
  readonly patch: FilePatch;
  readonly fits: boolean;
}

function patchesOf(definition: ModuleDefinition, manifest: PackageManifest): readonly Wanted[] {
  const fits = (patch: FilePatch): boolean => isSupported(patch.supportedVersions, manifest.version, definition.includePrerelease);
  const main = definition.patch === undefined ? [] : entryFiles(manifest).map((path) => ({ path, patch: definition, fits: fits(definition) }));
  const files = definition.files.map((patch) => ({ path: patch.name.replaceAll('\\', '/').slice(definition.name.length + 1), patch, fits: fits(patch) }));
  return [...main, ...files];
}

function isSupported(ranges: readonly string[], version: string | undefined, includePrerelease: boolean = false): boolean {
  if (version === undefined) return ranges.includes('*');
  return ranges.some((range) => satisfies(version, range, { includePrerelease }));
}
