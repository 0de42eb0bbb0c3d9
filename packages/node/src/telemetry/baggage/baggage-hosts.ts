/** Names that only a private network can answer: one label alone, and endings that are set apart for such networks. */
const PRIVATE_NAME = /^[a-z][a-z0-9_-]*$|\.(localhost|local|internal|svc|home\.arpa)$/;
/** Written out in full, so that no other way of writing an address is taken for one (`010.1.1.1` is 8.1.1.1). */
const ADDRESS = /^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/;
const PRIVATE_ADDRESS = /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./;
/** Loopback, unique local, link local. */
const PRIVATE_ADDRESS_6 = /^(::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/**
 * Hosts that calls may take baggage to. Baggage often names a user or a tenant, and the specification would have it sent to
 * whomever an application calls.
 */
export class BaggageHosts {
  readonly #names: ReadonlySet<string>;
  readonly #endings: readonly string[];
  readonly #all: boolean;
  readonly #private: boolean;

  /** Names, `*.example.com`, `*`, and `private`. */
  constructor(patterns: readonly string[]) {
    const lower = patterns.map((pattern) => pattern.toLowerCase());
    this.#all = lower.includes('*');
    this.#private = lower.includes('private');
    this.#names = new Set(lower.filter((pattern) => pattern !== 'private'));
    this.#endings = lower.filter((pattern) => pattern.startsWith('*.')).map((pattern) => pattern.slice(1));
  }

  /** `host` as in a URL, without its port. */
  has(host: string): boolean {
    if (this.#all) return true;
    const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, '');
    return this.#names.has(name) || this.#endings.some((ending) => name.endsWith(ending)) || (this.#private && isPrivate(name));
  }
}

function isPrivate(name: string): boolean {
  if (name.includes(':')) return PRIVATE_ADDRESS_6.test(name);
  return PRIVATE_NAME.test(name) || (ADDRESS.test(name) && PRIVATE_ADDRESS.test(name));
}
