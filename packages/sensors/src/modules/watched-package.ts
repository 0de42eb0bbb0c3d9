/** A copy of a package that the application is loading. There may be several, of different versions. */
export interface PackageCopy {
  /** As in node_modules: `pg`, `@redis/client`. */
  readonly name: string;
  /** URL of its folder, with a slash at the end. */
  readonly folder: string;
}

/** Is handed what a file exports; what it answers, unless undefined, the application gets instead. (Not of an ES module.) */
export type OnLoad = (exports: unknown) => unknown;

/** A package of which some files are to be seen when the application loads them. */
export interface WatchedPackage {
  readonly name: string;
  /** Asked once for each copy, before its first file runs: the files to hand over, by their path in the package. */
  open(copy: PackageCopy): Readonly<Record<string, OnLoad>>;
}

/** A file by its package. */
export interface PackageFile extends PackageCopy {
  /** Within the package: `lib/client.js`. */
  readonly path: string;
}

const MODULES = '/node_modules/';

/** Which package a file belongs to, by its URL; undefined for what does not stand in a node_modules folder. */
export function packageFile(url: string): PackageFile | undefined {
  const at = url.lastIndexOf(MODULES);
  if (at < 0) return undefined;
  const start = at + MODULES.length;
  const slash = url.indexOf('/', url[start] === '@' ? url.indexOf('/', start) + 1 : start);
  if (slash < start) return undefined;
  const query = url.indexOf('?', slash);
  return { name: url.slice(start, slash), folder: url.slice(0, slash + 1), path: url.slice(slash + 1, query < 0 ? undefined : query) };
}
