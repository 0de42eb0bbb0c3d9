/** What the API keeps on the global object: its version, and the parts that were registered. */
export interface ApiGlobal {
  readonly version: string;
  readonly trace?: unknown;
  readonly context?: unknown;
  readonly diag?: unknown;
}

// Shared by all copies of one major version: `registerGlobal` in the API's sources.
const MAJORS = [0, 1, 2];
const keyOf = (major: number): symbol => Symbol.for(`opentelemetry.js.api.${major}`);
const OWN_MAJOR = 1;

/** What stands there under our major version, if anything. */
export function apiGlobal(home: object = globalThis): ApiGlobal | undefined {
  return (home as Record<symbol, ApiGlobal | undefined>)[keyOf(OWN_MAJOR)];
}

/** Those of other major versions, which cannot meet ours. */
export function foreignApiGlobals(home: object = globalThis): ApiGlobal[] {
  return MAJORS.filter((major) => major !== OWN_MAJOR).flatMap((major) => (home as Record<symbol, ApiGlobal | undefined>)[keyOf(major)] ?? []);
}

/** True when calls through a copy of version `reader` find nothing behind a global of version `registered`, and say nothing. */
export function isBlind(reader: string, registered: string): boolean {
  const [[readerMajor = 0, readerMinor = 0], [major = 0, minor = 0]] = [numbers(reader), numbers(registered)];
  return readerMajor !== major || readerMinor > minor;
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
