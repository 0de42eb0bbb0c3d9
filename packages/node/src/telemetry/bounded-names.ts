/** Keeps the first `size` names as they are and calls all later ones `_OTHER`: labels that a client may choose stay few. */
export class BoundedNames {
  readonly #size: number;
  readonly #names = new Set<string>();

  constructor(size: number) {
    this.#size = size;
  }

  of(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= this.#size) return '_OTHER';
    this.#names.add(name);
    return name;
  }
}
