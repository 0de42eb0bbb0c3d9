import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../tools/setup/say.mjs';

/** A package as it will be published. */
export interface PublicPackage {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
  /** What can be imported: `@vigil/node`, `@vigil/node/register`. */
  readonly doors: readonly string[];
  readonly bins: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/** Every package of the workspace that is not private. */
export function publicPackages(): PublicPackage[] {
  const paths = globSync('packages/*/package.json', { cwd: root }).toSorted().map((path) => join(root, path));
  const manifests = paths.map((path) => ({ folder: dirname(path), ...(JSON.parse(readFileSync(path, 'utf8')) as Manifest) }));
  return manifests.filter((one) => !one.private).map(({ name, version, folder, exports = {}, bin = {} }) => {
    const subpaths = Object.keys(exports).filter((key) => key !== './package.json');
    return { name, version, folder, doors: subpaths.map((key) => name + key.slice(1)), bins: Object.keys(bin) };
  });
}

/** What pnpm calls the packed file. */
export function tarballName({ name, version }: PublicPackage): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
