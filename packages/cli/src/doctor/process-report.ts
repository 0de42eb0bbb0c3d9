/** A package that a process has loaded something of, or that lies in a folder. */
export interface PackageCopy {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

export interface SettingNote {
  readonly name: string;
  readonly source: string;
  readonly value: string;
}

/** What the endpoint of one signal answered to an empty request. */
export interface EndpointAnswer {
  readonly signal: string;
  readonly url: string;
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly latencyMs: number;
  readonly aheadMs?: number;
  readonly error?: string;
}

export interface SaidNote {
  readonly level: string;
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
}

/** What one process told of itself, as `@vigil/node` writes it line by line (its `doctor/doctor-report.ts`). */
export interface ProcessReport {
  readonly start: {
    readonly pid: number;
    readonly node: string;
    readonly vigil: { readonly version: string; readonly path: string };
    readonly main: string;
    readonly preloads: readonly string[];
    readonly before: readonly PackageCopy[];
    readonly moduleHooks: boolean;
    readonly unknown: readonly { readonly name: string; readonly nearest: string; readonly edits: number }[];
  };
  /** Undefined when it did not come to run. */
  readonly running?: {
    readonly service: string;
    readonly hotPath: boolean;
    /** `traces http/protobuf http://localhost:4318/v1/traces` */
    readonly exports: readonly string[];
    /** Names of the resource's attributes. */
    readonly resource: readonly string[];
    readonly settings: readonly SettingNote[];
  };
  /** The last that it told. */
  readonly state?: {
    readonly channels: Readonly<Record<string, boolean>>;
    readonly delivery: Readonly<Record<string, { readonly delivered: number; readonly dropped: number }>>;
    readonly loaded: readonly PackageCopy[];
    readonly api?: string;
  };
  readonly answers: readonly EndpointAnswer[];
  readonly said: readonly SaidNote[];
}

const FORMAT = 1;

/** Reads a report; undefined when it has no beginning, or is of another format. The last line may be cut. */
export function readReport(text: string): ProcessReport | undefined {
  const notes = text.split('\n').flatMap(parsed);
  const all = (kind: string): Record<string, unknown>[] => notes.filter((note) => note['kind'] === kind);
  const start = all('start')[0];
  if (start?.['format'] !== FORMAT) return undefined;
  const [running, state] = [all('running').at(-1), all('state').at(-1)];
  return {
    start, answers: all('answer'), said: all('said'), ...(running === undefined ? {} : { running }), ...(state === undefined ? {} : { state }),
  } as unknown as ProcessReport;
}

function parsed(line: string): Record<string, unknown>[] {
  try {
    return [JSON.parse(line) as Record<string, unknown>];
  } catch {
    return [];
  }
}
