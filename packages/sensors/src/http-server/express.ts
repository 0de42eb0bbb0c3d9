import type { IncomingMessage } from 'node:http';
import { matchedPattern, mountsOf, staticPattern, type Layer, type Mounts } from './mount-pattern.ts';

const KNOWN: unique symbol = Symbol('vigil.route') as never;
// Every error that a handler throws or passes on is kept here by `router` 2.3 and later, with or without subscribers.
// Subscribing to its tracing channel would tell the same, at the price of a context and two closures a layer and request.
const PUBLISHED_ERRORS: unique symbol = Symbol.for('router.tracing.publishedErrors') as never;

/** What Express leaves on a request that it has handled. Read when the response is done; nothing of it is patched. */
interface ExpressRequest extends IncomingMessage {
  route?: ExpressRoute;
  originalUrl?: string;
  app?: ExpressApp;
  [PUBLISHED_ERRORS]?: ReadonlySet<unknown>;
}

interface ExpressRoute {
  readonly path: unknown;
  /** What we learnt of it at its first request. */
  [KNOWN]?: KnownRoute | undefined;
}

interface KnownRoute {
  /** The application's prototype of requests, which every request has at hand: a router may serve several applications. */
  readonly prototype: unknown;
  readonly path: string;
  /** Where the application that holds it hangs. */
  readonly prefix: string;
  readonly mounts: readonly Mounts[];
  /** The whole pattern, when it is the same for every request. */
  readonly pattern: string | undefined;
}

interface ExpressApp {
  /** Set on a sub-application: where it is mounted, as written. */
  parent?: ExpressApp;
  mountpath?: unknown;
  /** Express 4. Its `router` is a getter that throws. */
  _router?: { stack?: Layer[] };
  router?: { stack?: Layer[] };
}

/**
 * The whole pattern of the route that answered, as `/orders/:orderId/items/:item`; undefined when none did. Found by where
 * the route stands, for `req.baseUrl` is a concrete text (`/orders/42`), and is gone again once an error was passed on.
 */
export function expressRoute(request: IncomingMessage): string | undefined {
  const { route } = request as ExpressRequest;
  if (route === undefined || route === null) return undefined;
  const prototype = Object.getPrototypeOf(request) as unknown;
  const known = route[KNOWN]?.prototype === prototype ? route[KNOWN] : learn(route, prototype, (request as ExpressRequest).app);
  if (known === undefined || known.pattern !== undefined) return known?.pattern;
  const path = pathBelow(known.prefix, (request as ExpressRequest).originalUrl ?? '');
  for (const mounts of known.mounts) {
    const pattern = matchedPattern(mounts, path);
    if (pattern !== undefined) return joinPaths(known.prefix + pattern, known.path);
  }
  return known.path;
}

/** The error that this request's handlers last threw or passed to `next`. */
export function expressError(request: IncomingMessage): unknown {
  const errors = (request as ExpressRequest)[PUBLISHED_ERRORS];
  return errors === undefined ? undefined : [...errors].at(-1);
}

function learn(route: ExpressRoute, prototype: unknown, app: ExpressApp | undefined): KnownRoute | undefined {
  const path = patternText(route.path);
  if (path === undefined) return undefined;
  const prefix = app === undefined ? '' : applicationPattern(app);
  const mounts = mountsOf(route, (app?._router ?? app?.router)?.stack ?? []);
  const base = mounts.length === 1 && mounts[0] !== undefined ? staticPattern(mounts[0]) : undefined;
  const known = { prototype, path, prefix, mounts, pattern: base === undefined ? undefined : joinPaths(prefix + base, path) };
  // Not found: an error has left its sub-application, which the one above hides. What is known from other requests is better.
  if (mounts.length === 0) return route[KNOWN] ?? known;
  return (route[KNOWN] = known);
}

/** Where a sub-application hangs: Express hides it from the routers above behind a wrapper, but it knows itself. */
function applicationPattern(app: ExpressApp): string {
  if (app.parent === undefined) return '';
  const own = patternText(app.mountpath) ?? '';
  return applicationPattern(app.parent) + (own === '/' ? '' : own);
}

/** A route's path as written. Several alternatives are named together: their set is fixed by the application. */
function patternText(path: unknown): string | undefined {
  if (typeof path === 'string') return path;
  if (path instanceof RegExp) return String(path);
  return Array.isArray(path) && path.length > 0 ? path.map(patternText).join('|') : undefined;
}

/** A URL's path without as many segments as the prefix has. */
function pathBelow(prefix: string, url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return prefix === '' ? path : `/${path.split('/').slice(prefix.split('/').length).join('/')}`;
}

function joinPaths(base: string, path: string): string {
  if (base === '') return path;
  return path === '/' ? base : base + path;
}
