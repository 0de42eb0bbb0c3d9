import { readableLayer } from './older-layer.ts';

/** A layer of Express's router (package `router`): what one `use` or route added. */
export interface Layer {
  readonly route?: unknown;
  /** A router carries its layers itself, an application carries a router. */
  readonly handle?: { readonly stack?: readonly Layer[]; readonly router?: { readonly stack?: readonly Layer[] } };
  /** The path as the application wrote it; `router` 2.3 and later. */
  readonly rawPath?: unknown;
  match(path: string): boolean | Match;
}

/** What `router` 2.3 and later answers to a match; `pattern` is the one of several paths that matched. */
export interface Match {
  readonly path: string;
  readonly params: object;
  readonly pattern?: unknown;
}

/** The mounts that lead to a route, outermost first. Empty for a route of the application itself. */
export type Mounts = readonly Layer[];

/** Every way to `route` through the tree of routers; more than one when a router is mounted twice. */
export function mountsOf(route: unknown, stack: readonly Layer[]): Mounts[] {
  const found: Mounts[] = stack.some((layer) => layer.route === route) ? [[]] : [];
  for (const layer of stack) {
    const inner = layer.route === undefined ? (layer.handle?.stack ?? layer.handle?.router?.stack) : undefined;
    if (inner !== undefined) found.push(...mountsOf(route, inner).map((mounts) => [readableLayer(layer), ...mounts]));
  }
  return found;
}

/** The pattern of these mounts, when the routers know it without a request. */
export function staticPattern(mounts: Mounts): string | undefined {
  if (!mounts.every(({ rawPath }) => typeof rawPath === 'string')) return undefined;
  return mounts.map(({ rawPath }) => trimSlash(rawPath as string)).join('');
}

/** The pattern of these mounts for one path, or undefined when the path does not lead through them. */
export function matchedPattern(mounts: Mounts, path: string): string | undefined {
  let pattern = '';
  let rest = path;
  for (const layer of mounts) {
    const match = layer.match(rest === '' ? '/' : rest);
    if (typeof match === 'boolean') return undefined;
    pattern += trimSlash(textOf(match));
    rest = rest.slice(trimSlash(match.path).length);
  }
  return pattern;
}

function textOf({ path, params, pattern }: Match): string {
  if (typeof pattern === 'string') return pattern;
  if (pattern instanceof RegExp) return String(pattern);
  return Object.keys(params).length === 0 ? path : '';
}

function trimSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
