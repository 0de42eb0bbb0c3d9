const LONGEST_EXTENSION = 16;

/**
 * Requests for static files, told by the end of their name and by how they were answered: without an error, and by no route of
 * the application but one that takes any path. So no client can hide a request for `/orders/:id` by calling it
 * `/orders/7.png`, and what fails is seen.
 */
export class StaticFiles {
  readonly #extensions: ReadonlySet<string>;

  constructor(extensions: readonly string[]) {
    this.#extensions = new Set(extensions.map((extension) => extension.replace(/^\./, '').toLowerCase()));
  }

  /** `url` with its query. */
  has(method: string, url: string, route: string | undefined, status: number | undefined): boolean {
    if (status === undefined || status >= 400 || (method !== 'GET' && method !== 'HEAD')) return false;
    const mark = url.indexOf('?');
    const end = mark < 0 ? url.length : mark;
    if (route !== undefined && !route.endsWith('*') && (route.length !== end || !url.startsWith(route))) return false;
    const dot = url.lastIndexOf('.', end - 1);
    return dot > 0 && end - dot <= LONGEST_EXTENSION && this.#extensions.has(url.slice(dot + 1, end).toLowerCase());
  }
}

/** Undefined when every file is as good as any request, so that nothing is asked. */
export function staticFiles(extensions: readonly string[]): StaticFiles | undefined {
  return extensions.length === 0 ? undefined : new StaticFiles(extensions);
}
