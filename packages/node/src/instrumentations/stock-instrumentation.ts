import Module from 'node:module';

/** The part of `@opentelemetry/instrumentation` that is used here, by shape: the application's copy may be of another version. */
export interface StockInstrumentation {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  getModuleDefinitions(): readonly ModuleDefinition[];
  getConfig(): Readonly<Record<string, unknown>>;
  setConfig(config: Readonly<Record<string, unknown>>): void;
  enable(): void;
  disable(): void;
}

/** What an instrumentation wants to do to a file. */
export interface FilePatch {
  readonly name: string;
  readonly supportedVersions: readonly string[];
  patch?(exports: unknown, version?: string): unknown;
  unpatch?(exports: unknown, version?: string): void;
  moduleExports?: unknown;
}

/** The same for a package, and for files within it: `pg/lib/client.js`. */
export interface ModuleDefinition extends FilePatch {
  readonly includePrerelease?: boolean;
  readonly files: readonly FilePatch[];
}

type InstrumentationClass = new (config: Readonly<Record<string, unknown>>) => StockInstrumentation;

/**
 * Makes the instrumentation that a package exports, without the hooks that it would set itself: they see a library only
 * from its second `require` on, and ES modules only with a loader flag. Ours hand its files to it instead.
 */
export function createInstrumentation(exported: Readonly<Record<string, unknown>>, config: Readonly<Record<string, unknown>>): StockInstrumentation {
  const Class = Object.values(exported).find(isInstrumentationClass);
  if (Class === undefined) throw new Error('it exports no instrumentation');
  const { require } = Module.prototype;
  const instrumentation = new Class({ ...config, enabled: false });
  // What `enable` sets hooks for. An instrumentation may be made of others (redis).
  for (const part of [instrumentation, ...Object.values(instrumentation)]) if (hasModules(part)) part._modules = [];
  instrumentation.setConfig({ ...instrumentation.getConfig(), enabled: true });
  instrumentation.enable();
  if (Module.prototype.require !== require && hookLater(instrumentation)) Module.prototype.require = require;
  return instrumentation;
}

interface RequireHooks {
  readonly constructor: new () => RequireHooks;
  register(...given: unknown[]): unknown;
}

/**
 * The base class wraps `require` as soon as one is made, and a `require` of what is loaded already then takes 60 µs instead of
 * one. Nobody needs that until the application makes an instrumentation of its own: then they are made anew. False when this
 * version keeps its hooks elsewhere.
 */
function hookLater(instrumentation: StockInstrumentation): boolean {
  const { _requireInTheMiddleSingleton: hooks } = instrumentation as { _requireInTheMiddleSingleton?: RequireHooks };
  if (typeof hooks?.register !== 'function' || hooks.constructor === (Object as unknown)) return false;
  let again: RequireHooks | undefined;
  hooks.register = (...given) => (again ??= new hooks.constructor()).register(...given);
  return true;
}

function isInstrumentationClass(value: unknown): value is InstrumentationClass {
  const prototype = typeof value === 'function' ? (value.prototype as Partial<StockInstrumentation> | undefined) : undefined;
  return typeof prototype?.getModuleDefinitions === 'function' && typeof prototype.enable === 'function';
}

function hasModules(value: unknown): value is { _modules: unknown[] } {
  return typeof value === 'object' && value !== null && Array.isArray((value as { _modules?: unknown })._modules);
}
