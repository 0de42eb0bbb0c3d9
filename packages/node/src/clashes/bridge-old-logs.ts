import type { Attributes, Logger, LoggerProvider } from '@opentelemetry/api';
import type { Stop } from '@vigil/sensors';

/** What the package `@opentelemetry/api-logs` looks for on the global object, and how: its `internal/global-utils`. */
const OLD_LOGS: unique symbol = Symbol.for('io.opentelemetry.js.api.logs') as never;
const OLD_VERSION = 1;

/** `scopeAttributes` is what older ones called them. */
type OldOptions = { readonly schemaUrl?: string; readonly attributes?: Attributes; readonly scopeAttributes?: Attributes };
type OldProvider = { getLogger(name: string, version?: string, options?: OldOptions): Logger };
type Home = { [OLD_LOGS]?: ((version: number) => OldProvider | undefined) | undefined };

/**
 * Records that are written through the old `@opentelemetry/api-logs` go the way of all others. Since the API has logs of its own,
 * they are written to a global that nobody looks at, and vanish without a word. A provider that stands there already stays.
 */
export function bridgeOldLogs(provider: LoggerProvider, home: object = globalThis): Stop {
  const place = home as Home;
  if (place[OLD_LOGS] !== undefined) return () => {};
  const bridge: OldProvider = {
    getLogger: (name, version, { scopeAttributes, ...options } = {}) =>
      provider.getLogger(name, version, scopeAttributes === undefined ? options : { attributes: scopeAttributes, ...options }),
  };
  // The fields of a record have kept their names. Any other version takes undefined for "nothing here".
  const getter = (version: number): OldProvider | undefined => (version === OLD_VERSION ? bridge : undefined);
  place[OLD_LOGS] = getter;
  return () => {
    if (place[OLD_LOGS] === getter) delete place[OLD_LOGS];
  };
}
