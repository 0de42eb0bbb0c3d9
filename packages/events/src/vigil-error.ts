const BRAND: unique symbol = Symbol.for('vigil:1:error') as never;

/** One row of a package's error table: what is wrong (with `{name}` places), and how to mend it. */
export interface ErrorRow {
  readonly message: string;
  readonly remedy: string;
}

export type ErrorTable = Readonly<Record<`VIGIL_${string}`, ErrorRow>>;

/** An error with a stable code and a remedy. The code is the contract; the words may change. */
export class VigilError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly [BRAND] = true;

  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'VigilError';
    this.code = code;
    this.remedy = remedy;
  }

  /** The one line that a person reads. */
  get line(): string {
    return `${this.code}: ${this.message}. ${this.remedy}`;
  }
}

/** True for our errors, also for those of another installed copy of this package. */
export function isVigilError(value: unknown): value is VigilError {
  return typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === true;
}

/** Makes an error from its row; `details` fill the `{name}` places of the message and the remedy. */
export function errorFrom<Table extends ErrorTable>(
  table: Table,
  code: keyof Table & string,
  details: Readonly<Record<string, string | number>> = {},
): VigilError {
  const row = table[code as keyof ErrorTable] as ErrorRow;
  return new VigilError(code, fill(row.message, details), fill(row.remedy, details));
}

function fill(template: string, details: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(details[name] ?? place));
}
