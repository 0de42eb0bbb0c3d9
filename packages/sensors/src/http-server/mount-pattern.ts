/** A layer of Express's router (package `router`): what one `use` or route added. */
export interface Layer {
  readonly route?: unknown;
  /** A router carries its layers itself, an application carries a router. */
  readonly handle?: { readonly stack?: readonly Layer[]; readonly router?: { readonly stack?: readonly Layer[] } };
  /** What the last match left here, in routers older than 2.3. */
  readonly path?: string;
  readonly params?: object;
  match(path: string): boolean | Match;
}

/** What `router` 2.3 and later answers to a match; `pattern` is the path as the application wrote it. */
interface Match {
  readonly path: string;
  readonly params: object;
  readonly pattern?: unknown;
}

/**
 * The pattern under which the router that holds `route` is mounted, for a concrete `baseUrl`: `/orders/:orderId` for
 * `/orders/42`. Express keeps only the concrete text, which would make a route name of every id.
 * Where a router cannot tell its pattern (older than 2.3 and with parameters), that part is left out, never guessed.
 */
export function mountPattern(stack: readonly Layer[], route: unknown, baseUrl: string): string {
  return findPattern(stack, route, baseUrl) ?? '';
}

function findPattern(stack: readonly Layer[], route: unknown, rest: string): string | undefined {
  if (rest === '' && stack.some((layer) => layer.route === route)) return '';
  for (const layer of stack) {
    const inner = layer.route === undefined ? (layer.handle?.stack ?? layer.handle?.router?.stack) : undefined;
    const match = inner === undefined ? undefined : matchOf(layer, rest);
    if (inner === undefined || match === undefined) continue;
    const below = findPattern(inner, route, rest.slice(trimSlash(match.path).length));
    if (below !== undefined) return trimSlash(textOf(match)) + below;
  }
  return undefined;
}

function matchOf(layer: Layer, rest: string): Match | undefined {
  const match = layer.match(rest === '' ? '/' : rest);
  if (match === true) return { path: layer.path ?? '', params: layer.params ?? {} };
  return match === false ? undefined : match;
}

function textOf({ path, params, pattern }: Match): string {
  if (typeof pattern === 'string') return pattern;
  if (pattern instanceof RegExp) return String(pattern);
  return Object.keys(params).length === 0 ? path : '';
}

function trimSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
