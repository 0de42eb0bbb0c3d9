import type { Signal } from '../delivery/message.ts';
import type { SettingRow } from './settings.ts';

/** What can be said of the export of all signals, and of each alone. */
const OPTIONS = {
  endpoint: {
    variable: 'ENDPOINT', type: 'url', default: undefined, secret: true,
    meaning: 'Where the Collector or backend listens for OTLP; `/v1/traces` and so on are added. Default `http://localhost:4318`, with gRPC `http://localhost:4317`.',
  },
  protocol: {
    variable: 'PROTOCOL', type: 'enum', values: ['http/protobuf', 'http/json', 'grpc'], default: 'http/protobuf',
    meaning: 'The protocol of the export. `grpc` needs `@grpc/grpc-js`: see below.',
  },
  headers: { variable: 'HEADERS', type: 'pairs', default: {}, secret: true, meaning: 'Headers of the export. Never shown.' },
  compression: {
    variable: 'COMPRESSION', type: 'enum', values: ['none', 'gzip'], default: 'none', meaning: 'Compression happens in the sender thread.',
  },
  timeout: { variable: 'TIMEOUT', type: 'integer', default: 10000, meaning: 'Longest time for one batch, attempts included, ms. 0: no limit.' },
  certificate: { variable: 'CERTIFICATE', type: 'string', default: undefined, meaning: 'File with the certificates to trust (PEM).' },
  clientCertificate: {
    variable: 'CLIENT_CERTIFICATE', type: 'string', default: undefined, meaning: 'File with the client certificate (PEM), for mutual TLS.',
  },
  clientKey: { variable: 'CLIENT_KEY', type: 'string', default: undefined, meaning: 'File with its key (PEM).' },
  insecure: { variable: 'INSECURE', type: 'boolean', default: false, meaning: 'No TLS for a gRPC endpoint that names no scheme.' },
} as const;

type Options = typeof OPTIONS;
/** A setting of the export, by its name for all signals. */
export type ExportOption = keyof Options;
type General = { readonly [Name in ExportOption]: Omit<Options[Name], 'variable'> & { readonly env: readonly [string] } };
type Specific = {
  readonly [Name in ExportOption as `${Signal}${Capitalize<Name>}`]:
    Omit<Options[Name], 'variable' | 'default'> & { readonly env: readonly [string]; readonly default: undefined; readonly general: Name };
};

/** Their rows: `endpoint` for all signals, `tracesEndpoint` and so on for one. */
export const EXPORT_SETTINGS: General & Specific = { ...rowsFor(undefined), ...rowsFor('traces'), ...rowsFor('metrics'), ...rowsFor('logs') } as never;

/** The name of a signal's own setting: `tracesEndpoint`. */
export function ofSignal<S extends Signal, Name extends ExportOption>(signal: S, name: Name): `${S}${Capitalize<Name>}` {
  return `${signal}${name[0]?.toUpperCase()}${name.slice(1)}` as `${S}${Capitalize<Name>}`;
}

function rowsFor(signal: Signal | undefined): Record<string, SettingRow> {
  const rows = Object.entries(OPTIONS).map(([name, { variable, ...row }]): [string, SettingRow] => {
    if (signal === undefined) return [name, { ...row, env: [`OTEL_EXPORTER_OTLP_${variable}`] }];
    const meaning = name === 'endpoint' ? 'The whole URL for this signal, used as it is.' : `The same for ${signal} alone.`;
    return [
      ofSignal(signal, name as ExportOption),
      { ...row, env: [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${variable}`], default: undefined, general: name, meaning },
    ];
  });
  return Object.fromEntries(rows);
}
