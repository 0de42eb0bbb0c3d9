/** A real part that was had. `args` stand before one's own: Compose may be a command of `docker`. */
export interface FoundPart {
  readonly path: string;
  readonly args: readonly string[];
  readonly how: string;
}

/** Why a real part is missing. */
export interface MissingPart {
  readonly missing: string;
}

/** A real part of the tests, or why it is missing. */
export type Part = FoundPart | MissingPart;

/** How a part may be had. Without `build`, only what is there at once: for who can do without it and will not wait. */
export interface PartOptions {
  readonly build?: boolean;
}

/** A part as the table of all parts names it. */
export interface NamedPart {
  readonly name: string;
  readonly get: (options?: PartOptions) => Promise<Part>;
}

/** In CI nothing may be missing: what a person can do without is there a hole in the proof. */
export function missing(reason: string, inCi: boolean = process.env['CI'] === 'true'): MissingPart {
  if (inCi) throw new Error(`${reason}, and CI may not go without it.`);
  return { missing: reason };
}
