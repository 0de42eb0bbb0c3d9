/** The ids that join what one request leaves in traces, log lines and events. Absent where there is none. */
export interface Correlation {
  /** 32 hexadecimal digits. */
  readonly traceId?: string;
  /** 16 hexadecimal digits. */
  readonly spanId?: string;
  /** W3C trace flags; bit 0 is "sampled". */
  readonly traceFlags?: number;
  /** The id of the inbound request, as returned to the client. */
  readonly requestId?: string;
}

export type CorrelationProvider = () => Correlation;

// On the global object, so that two installed copies of this package (a library's and the preset's) meet.
const SLOT: unique symbol = Symbol.for('vigil:1:correlation') as never;
const NOTHING: Correlation = Object.freeze({});

/** The ids of the request that is being served now; an empty object outside of one, or when no preset runs. */
export function correlation(): Correlation {
  const provider = (globalThis as { [SLOT]?: CorrelationProvider })[SLOT];
  return provider === undefined ? NOTHING : provider();
}

/** For the preset: says where the ids come from. `undefined` takes the provider away. */
export function provideCorrelation(provider: CorrelationProvider | undefined): void {
  (globalThis as { [SLOT]?: CorrelationProvider | undefined })[SLOT] = provider;
}
