import type { IncomingMessage } from 'node:http';
import { mountPattern, type Layer } from './mount-pattern.ts';

const ROUTE_PATTERN: unique symbol = Symbol('vigil.route') as never;

/** What Express leaves on a request that it has handled. Read when the response is done; nothing of it is patched. */
interface ExpressRequest extends IncomingMessage {
  baseUrl?: string;
  route?: { path: unknown; [ROUTE_PATTERN]?: { base: string; pattern: string } };
  app?: ExpressApp;
  // Every error that a handler throws or passes on is kept here by `router` 2.3 and later, with or without subscribers.
  [PUBLISHED_ERRORS]?: ReadonlySet<unknown>;
}

interface ExpressApp {
  /** Set on a sub-application: where it is mounted, as written. */
  parent?: ExpressApp;
  mountpath?: unknown;
  /** Express 4. Its `router` is a getter that throws. */
  _router?: { stack?: Layer[] };
  router?: { stack?: Layer[] };
}

const PUBLISHED_ERRORS: unique symbol = Symbol.for('router.tracing.publishedErrors') as never;

/** The whole pattern of the route that answered, as `/orders/:orderId/items/:item`; undefined when none did. */
export function expressRoute(request: IncomingMessage): string | undefined {
  const { route, baseUrl = '', app } = request as ExpressRequest;
  if (route === undefined || route === null) return undefined;
  const known = route[ROUTE_PATTERN];
  if (known !== undefined && known.base === baseUrl) return known.pattern;
  const path = patternText(route.path);
  if (path === undefined) return undefined;
  const pattern = joinPaths(baseUrl === '' ? '' : basePattern(app, route, baseUrl), path);
  // Concrete mount paths differ a request (`/orders/42`); only the last one is kept, on the route object itself.
  route[ROUTE_PATTERN] = { base: baseUrl, pattern };
  return pattern;
}

function basePattern(app: ExpressApp | undefined, route: unknown, baseUrl: string): string {
  const prefix = app === undefined ? '' : applicationPattern(app);
  const rest = '/' + baseUrl.split('/').slice(prefix.split('/').length).join('/');
  return prefix + mountPattern((app?._router ?? app?.router)?.stack ?? [], route, rest === '/' ? '' : rest);
}

/** Where a sub-application hangs: Express hides it from the routers above behind a wrapper, but it knows itself. */
function applicationPattern(app: ExpressApp): string {
  if (app.parent === undefined) return '';
  const own = patternText(app.mountpath) ?? '';
  return applicationPattern(app.parent) + (own === '/' ? '' : own);
}

/** The error that this request's handlers last threw or passed to `next`. */
export function expressError(request: IncomingMessage): unknown {
  const errors = (request as ExpressRequest)[PUBLISHED_ERRORS];
  return errors === undefined ? undefined : [...errors].at(-1);
}

/** A route's path as written. One of several alternatives stands for all: the set is fixed by the application. */
export function patternText(path: unknown): string | undefined {
  if (typeof path === 'string') return path;
  if (path instanceof RegExp) return String(path);
  return Array.isArray(path) && path.length > 0 ? path.map(patternText).join('|') : undefined;
}

function joinPaths(base: string, path: string): string {
  if (base === '') return path;
  return path === '/' ? base : base + path;
}
