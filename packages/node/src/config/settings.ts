/** One setting: where it comes from, what it takes, what it is without a word. */
export interface SettingRow {
  /** Environment variables; the first that is set wins. */
  readonly env: readonly [string, ...string[]];
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'url' | 'enum';
  readonly values?: readonly string[];
  /** Of a number. */
  readonly least?: number;
  readonly default: boolean | number | string | undefined;
  readonly meaning: string;
}

const EXPORTERS = ['otlp', 'none'];
const SAMPLERS = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'];

/** The settings that the preset reads. Types, checks and docs/configuration.md come from these rows. */
export const SETTINGS = {
  disabled: { env: ['VIGIL_DISABLED', 'OTEL_SDK_DISABLED'], type: 'boolean', default: false, meaning: 'Switches everything off: no hook, timer, socket or thread.' },
  mode: { env: ['VIGIL_MODE'], type: 'enum', values: ['observe', 'shadow', 'enforce'], default: 'observe', meaning: 'What Vigil may do beyond watching. Only `observe` has an effect so far.' },
  strict: { env: ['VIGIL_STRICT'], type: 'boolean', default: false, meaning: 'A wrong setting ends the process at start (exit code 1) instead of falling back to its default.' },
  logLevel: { env: ['VIGIL_LOG_LEVEL'], type: 'enum', values: ['none', 'error', 'warn', 'info', 'debug'], default: 'info', meaning: "How much Vigil itself says on stderr; `info` is the start-up line and what goes wrong." },
  sendLogs: { env: ['VIGIL_SEND_LOGS'], type: 'boolean', default: false, meaning: "Sends the application's pino, winston and bunyan lines over OTLP too. They carry trace ids either way." },
  serviceName: { env: ['OTEL_SERVICE_NAME'], type: 'string', default: undefined, meaning: '`service.name`; else from OTEL_RESOURCE_ATTRIBUTES, else the nearest package.json.' },
  resourceAttributes: { env: ['OTEL_RESOURCE_ATTRIBUTES'], type: 'string', default: undefined, meaning: 'More resource attributes, `key=value,key=value`, percent-encoded.' },
  endpoint: { env: ['OTEL_EXPORTER_OTLP_ENDPOINT'], type: 'url', default: 'http://localhost:4318', meaning: 'Where the Collector or backend listens for OTLP; `/v1/traces` and so on are added.' },
  protocol: { env: ['OTEL_EXPORTER_OTLP_PROTOCOL'], type: 'enum', values: ['http/protobuf'], default: 'http/protobuf', meaning: 'The protocol of the export.' },
  tracesExporter: { env: ['OTEL_TRACES_EXPORTER'], type: 'enum', values: EXPORTERS, default: 'otlp', meaning: '`none` makes spans for correlation but sends none.' },
  metricsExporter: { env: ['OTEL_METRICS_EXPORTER'], type: 'enum', values: EXPORTERS, default: 'otlp', meaning: '`none` measures nothing.' },
  logsExporter: { env: ['OTEL_LOGS_EXPORTER'], type: 'enum', values: EXPORTERS, default: 'otlp', meaning: '`none` sends no log records.' },
  sampler: { env: ['OTEL_TRACES_SAMPLER'], type: 'enum', values: SAMPLERS, default: 'parentbased_always_on', meaning: 'Which traces are recorded.' },
  samplerArg: { env: ['OTEL_TRACES_SAMPLER_ARG'], type: 'number', default: 1, meaning: 'The ratio of the ratio samplers, 0 to 1.' },
  spanDelay: { env: ['OTEL_BSP_SCHEDULE_DELAY'], type: 'integer', default: 1000, meaning: 'Longest wait of a span before it is handed to the sender, ms. (Specification: 5000; a crash costs less this way.)' },
  spanQueue: { env: ['OTEL_BSP_MAX_QUEUE_SIZE'], type: 'integer', least: 1, default: 32768, meaning: 'Spans that may wait, those on their way included; more are dropped and counted. (Specification: 2048, with one batch on its way at a time.)' },
  spanBatch: { env: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'], type: 'integer', least: 1, default: 2048, meaning: 'Spans a request to the Collector, at most. (Specification: 512; sending fewer, larger ones costs the sender thread a third less.)' },
  logDelay: { env: ['OTEL_BLRP_SCHEDULE_DELAY'], type: 'integer', default: 1000, meaning: 'Longest wait of a log record, ms.' },
  logQueue: { env: ['OTEL_BLRP_MAX_QUEUE_SIZE'], type: 'integer', least: 1, default: 32768, meaning: 'Log records that may wait, those on their way included. (Specification: 2048.)' },
  logBatch: { env: ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'], type: 'integer', least: 1, default: 512, meaning: 'Log records a request to the Collector.' },
  spanAttributeLength: { env: ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'], type: 'integer', least: 1, default: undefined, meaning: 'Longest text in an attribute of a span, its events and links, characters; the rest is cut off. Without one there is no limit, save 2048 for what a client sends.' },
  spanAttributeCount: { env: ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a span; more are dropped and counted.' },
  spanEventCount: { env: ['OTEL_SPAN_EVENT_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Events of a span; the oldest are dropped.' },
  spanLinkCount: { env: ['OTEL_SPAN_LINK_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Links of a span; the oldest are dropped.' },
  eventAttributeCount: { env: ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of an event of a span.' },
  linkAttributeCount: { env: ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a link of a span.' },
  logAttributeLength: { env: ['OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'], type: 'integer', least: 1, default: undefined, meaning: 'Longest text in an attribute of a log record, characters.' },
  logAttributeCount: { env: ['OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a log record.' },
  metricInterval: { env: ['OTEL_METRIC_EXPORT_INTERVAL'], type: 'integer', least: 1, default: 60000, meaning: 'How often metrics are sent, ms.' },
  exitDeadline: { env: ['VIGIL_EXIT_DEADLINE'], type: 'integer', default: 2000, meaning: 'Longest that the end of the process waits for telemetry to arrive, ms. `0` waits for nothing.' },
} as const satisfies Record<string, SettingRow>;

type Rows = typeof SETTINGS;
type ValueOf<Row extends SettingRow> =
  Row extends { type: 'boolean' } ? boolean
  : Row extends { type: 'integer' | 'number'; default: number } ? number
  : Row extends { type: 'integer' | 'number' } ? number | undefined
  : Row extends { type: 'enum'; values: readonly (infer Value)[] } ? Value
  : Row extends { default: string } ? string
  : string | undefined;

/** The preset's settings, read once at start, checked and frozen. */
export type Settings = { readonly [Name in keyof Rows]: ValueOf<Rows[Name]> };

/** Variables of the specification that the OTLP exporter itself reads; listed for the reference page. */
export const EXPORTER_VARIABLES: Readonly<Record<string, string>> = {
  'OTEL_EXPORTER_OTLP_{TRACES,METRICS,LOGS}_ENDPOINT': 'The whole URL for one signal, used as it is.',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_HEADERS': 'Headers of the export, `key=value,key=value`. Never shown.',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_COMPRESSION': '`gzip` or `none` (default). Compression happens in the sender thread.',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_TIMEOUT': 'Longest time for one batch, retries included, ms. Default 10000.',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_CERTIFICATE': 'File with the certificates to trust (PEM).',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_CLIENT_CERTIFICATE': 'File with the client certificate (PEM), for mutual TLS.',
  'OTEL_EXPORTER_OTLP[_SIGNAL]_CLIENT_KEY': 'File with its key (PEM).',
};
