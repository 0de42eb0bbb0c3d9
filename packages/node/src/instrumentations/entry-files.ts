/** What a package.json says of where its package begins. */
export interface PackageManifest {
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** The files that the package's bare name can stand for, by `main` and `exports`, under whatever condition; some may not exist. */
export function entryFiles({ main, exports }: PackageManifest): readonly string[] {
  const named = [main ?? 'index.js', ...leaves(rootOf(exports))].map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
  return [...new Set(named.flatMap((path) => [path, `${path}.js`, `${path}/index.js`]))];
}

function rootOf(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return exports;
  const hasPaths = Object.keys(exports).some((key) => key.startsWith('.'));
  return hasPaths ? (exports as Record<string, unknown>)['.'] : exports;
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
