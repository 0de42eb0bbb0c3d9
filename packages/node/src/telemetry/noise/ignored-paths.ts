/** Where health checks are, by the habits of Kubernetes, Spring, Rails, ASP.NET, Docker and load balancers. */
const HEALTH_CHECKS: readonly string[] = [
  '/health', '/healthz', '/healthcheck', '/health-check', '/health/live', '/health/ready', '/health/liveness', '/health/readiness', '/health/startup',
  '/livez', '/readyz', '/startupz', '/live', '/ready', '/liveness', '/readiness', '/ping', '/up', '/alive', '/_health', '/-/healthy', '/-/ready',
];

const LONGEST = 256;

/** Paths whose requests make no span. One look at the length settles nearly all that are none of them. */
export class IgnoredPaths {
  readonly #whole: ReadonlySet<string>;
  readonly #beginnings: readonly string[];
  readonly #lengths = new Uint8Array(LONGEST + 1);

  /** Whole paths, beginnings with a `*` at the end, and `default` for the usual health checks. */
  constructor(patterns: readonly string[]) {
    const all = patterns.flatMap((pattern) => (pattern === 'default' ? HEALTH_CHECKS : pattern));
    this.#beginnings = all.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
    this.#whole = new Set(all.filter((pattern) => !pattern.endsWith('*') && pattern.length <= LONGEST));
    for (const { length } of this.#whole) this.#lengths[length] = 1;
  }

  /** `url` as it stands in the request, with its query. */
  has(url: string): boolean {
    const mark = url.indexOf('?');
    const length = mark < 0 ? url.length : mark;
    if (this.#lengths[length] === 1 && this.#whole.has(mark < 0 ? url : url.slice(0, mark))) return true;
    for (const beginning of this.#beginnings) if (url.startsWith(beginning)) return true;
    return false;
  }
}

/** Undefined when nothing is ignored, so that nothing is asked. */
export function ignoredPaths(patterns: readonly string[]): IgnoredPaths | undefined {
  return patterns.length === 0 ? undefined : new IgnoredPaths(patterns);
}
