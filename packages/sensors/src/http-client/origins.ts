/** Where a call goes. */
export interface Origin {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** Origins that are remembered; an application that calls more of them pays for the parsing. */
const MAX_ORIGINS = 100;

/** Origins as undici's requests name them, taken apart: a service calls the same few again and again. */
export class Origins {
  readonly #known = new Map<string, Origin>();

  of(origin: string | URL): Origin {
    if (typeof origin !== 'string') return parsed(origin);
    const known = this.#known.get(origin);
    if (known !== undefined) return known;
    const found = parsed(new URL(origin));
    if (this.#known.size < MAX_ORIGINS) this.#known.set(origin, found);
    return found;
  }
}

function parsed({ protocol, hostname, port }: URL): Origin {
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return { scheme, host: hostname, port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port) };
}
