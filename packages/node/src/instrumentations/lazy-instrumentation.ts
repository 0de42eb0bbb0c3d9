import nodeModule, { syncBuiltinESMExports } from 'node:module';
import type { OnLoad, PackageCopy, WatchedPackage } from '@vigil/sensors';
import { vigilError } from '../errors.ts';
import type { Say } from '../lifecycle/say.ts';
import { packageOf, type InstrumentationConfigs } from './choose-instrumentations.ts';
import type { PackageManifest } from './entry-files.ts';
import { findInstrumentation } from './find-instrumentation.ts';
import { loadPeer } from '../optional-peer.ts';
import { LIBRARIES } from './libraries.ts';
import { patchedFiles } from './patched-files.ts';
import { createInstrumentation, type FilePatch, type ModuleDefinition, type StockInstrumentation } from './stock-instrumentation.ts';

export interface LazyParts {
  /** What the application's manifest names. */
  readonly dependencies: readonly string[];
  readonly configs: InstrumentationConfigs;
  readonly say: Say;
}

interface Awake {
  readonly instrumentation: StockInstrumentation;
  readonly definitions: readonly ModuleDefinition[];
}

/** One instrumentation, loaded when its library is. What goes wrong with it is said once and never reaches the application. */
export class LazyInstrumentation {
  readonly name: string;
  readonly #package: string;
  readonly #libraries: readonly string[];
  readonly #parts: LazyParts;
  #awake: Awake | undefined;
  #isWaking = false;
  /** Absent, failed, stopped, or the application's own business: there is nothing more to do. */
  #isOver = false;
  #hasFailed = false;

  constructor(name: string, parts: LazyParts) {
    this.name = name;
    this.#package = packageOf(name);
    this.#libraries = LIBRARIES[name] ?? [];
    this.#parts = parts;
  }

  /** Its libraries, and itself: an application that loads it has plans of its own, and would see everything twice. */
  packages(): readonly WatchedPackage[] {
    const itself: WatchedPackage = { name: this.#package, open: () => (this.#leaveToApplication(), {}) };
    return [itself, ...this.#libraries.map((library) => ({ name: library, open: (copy: PackageCopy) => this.#open(copy) }))];
  }

  /** For an instrumentation of Node's own modules. */
  patchNode(): void {
    this.#attempt('Node.js', () => {
      for (const definition of this.#wake()?.definitions ?? []) this.#apply(definition, process.getBuiltinModule(definition.name), undefined);
      syncBuiltinESMExports();
    });
  }

  stop(): void {
    this.#isOver = true;
    const awake = this.#awake;
    if (awake === undefined) return;
    this.#attempt('being taken back', () => {
      awake.instrumentation.disable();
      for (const patch of awake.definitions.flatMap((one) => [one, ...one.files])) {
        if (patch.moduleExports !== undefined) patch.unpatch?.(patch.moduleExports);
      }
    });
  }

  #leaveToApplication(): void {
    if (!this.#isWaking && this.#awake === undefined) this.#isOver = true;
  }

  #open({ name, folder }: PackageCopy): Readonly<Record<string, OnLoad>> {
    return this.#attempt(name, () => {
      const awake = this.#wake();
      if (awake === undefined) return {};
      const manifest = nodeModule.createRequire(folder)('./package.json') as PackageManifest;
      const files = patchedFiles(name, manifest, awake.definitions, (patch, exports, version) => this.#apply(patch, exports, version));
      if (files === undefined) this.#sayUnfit(name, manifest, awake);
      return files ?? {};
    }) ?? {};
  }

  #wake(): Awake | undefined {
    if (this.#isOver || this.#awake !== undefined) return this.#isOver ? undefined : this.#awake;
    const file = findInstrumentation(this.#package, this.#parts.dependencies);
    this.#isOver = file === undefined;
    if (file === undefined) return undefined;
    this.#isWaking = true;
    const instrumentation = createInstrumentation(loadPeer(file) as Record<string, unknown>, this.#parts.configs[this.#package] ?? {});
    this.#awake = { instrumentation, definitions: instrumentation.getModuleDefinitions() };
    return this.#awake;
  }

  #apply(patch: FilePatch, exports: unknown, version: string | undefined): unknown {
    patch.moduleExports = exports;
    return this.#attempt(patch.name, () => patch.patch?.(exports, version)) ?? exports;
  }

  #attempt<Result>(library: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!this.#hasFailed) this.#sayFailed(library, error);
      this.#hasFailed = true;
      this.#isOver ||= this.#awake === undefined;
      return undefined;
    }
  }

  #sayFailed(library: string, error: unknown): void {
    const details = { package: this.#package, name: this.name, library, reason: String(error) };
    this.#parts.say('error', vigilError('VIGIL_INSTRUMENTATION_FAILED', details).line);
  }

  /** Only of the library that people know: of its organs other versions come and go with it. */
  #sayUnfit(library: string, { version = '?' }: PackageManifest, { instrumentation, definitions }: Awake): void {
    if (library !== this.#libraries[0]) return;
    const patches = definitions.filter(({ name }) => name === library).flatMap((one) => [one, ...one.files]);
    const ranges = [...new Set(patches.flatMap(({ supportedVersions }) => supportedVersions))].join(', ');
    const details = { package: this.#package, own: instrumentation.instrumentationVersion, library, version, ranges };
    this.#parts.say('warn', vigilError('VIGIL_INSTRUMENTATION_UNFIT', details).line);
  }
}
