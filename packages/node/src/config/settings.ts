import { EXPORT_SETTINGS } from './export-settings.ts';
import { NOISE_SETTINGS } from './noise-settings.ts';

/** One setting: where it comes from, what it takes, what it is without a word. */
export interface SettingRow {
  /** Environment variables; the first that is set wins. */
  readonly env: readonly [string, ...string[]];
  /** `list`: comma-separated in a variable, `none` alone for nothing; `pairs`: `key=value,key=value`, percent-encoded; `attributes`: the same, kept as text. */
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'url' | 'enum' | 'list' | 'pairs' | 'attributes';
  /** Of an enum, and of what stands in a list. */
  readonly values?: readonly string[];
  /** Of what stands in a list, where there are no `values`: a regular expression, and in words. What does not fit would never match. */
  readonly each?: readonly [pattern: string, words: string];
  /** Of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly default: boolean | number | string | undefined | readonly string[] | Readonly<Record<string, string>>;
  readonly meaning: string;
  /** Of a setting of one signal: the one that speaks for all signals, when this one says nothing. */
  readonly general?: string;
  /** Never shown, not even when it is wrong. */
  readonly secret?: true;
}

const EXPORTERS = ['otlp', 'console'] as const;
const SAMPLERS = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const;
const PROPAGATORS = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace'] as const;
const TEMPORALITIES = ['cumulative', 'delta', 'lowmemory'] as const;
const HISTOGRAMS = ['explicit_bucket_histogram', 'base2_exponential_bucket_histogram'] as const;

/** The settings that the preset reads. Types, checks and docs/configuration.md come from these rows. */
export const SETTINGS = {
  disabled: { env: ['VIGIL_DISABLED', 'OTEL_SDK_DISABLED'], type: 'boolean', default: false, meaning: 'Switches everything off: no hook, timer, socket or thread.' },
  mode: { env: ['VIGIL_MODE'], type: 'enum', values: ['observe', 'shadow', 'enforce'], default: 'observe', meaning: 'What Vigil may do beyond watching. Only `observe` has an effect so far.' },
  strict: { env: ['VIGIL_STRICT'], type: 'boolean', default: false, meaning: 'A wrong setting ends the process at start (exit code 1) instead of falling back to its default.' },
  logLevel: { env: ['VIGIL_LOG_LEVEL'], type: 'enum', values: ['none', 'error', 'warn', 'info', 'debug'], default: 'info', meaning: "How much Vigil itself says on stderr; `info` is the start-up line and what goes wrong." },
  sendLogs: { env: ['VIGIL_SEND_LOGS'], type: 'boolean', default: false, meaning: "Sends the application's pino, winston and bunyan lines over OTLP too. They carry trace ids either way." },
  serviceName: { env: ['OTEL_SERVICE_NAME'], type: 'string', default: undefined, meaning: '`service.name`; else from OTEL_RESOURCE_ATTRIBUTES, else the nearest package.json.' },
  resourceAttributes: { env: ['OTEL_RESOURCE_ATTRIBUTES'], type: 'attributes', secret: true, default: undefined, meaning: 'More resource attributes, `key=value,key=value`, percent-encoded.' },
  tracesExporter: { env: ['OTEL_TRACES_EXPORTER'], type: 'list', values: EXPORTERS, default: ['otlp'], meaning: '`none` makes spans for correlation but sends none; `console` prints them on stdout.' },
  metricsExporter: { env: ['OTEL_METRICS_EXPORTER'], type: 'list', values: EXPORTERS, default: ['otlp'], meaning: '`none` measures nothing.' },
  logsExporter: { env: ['OTEL_LOGS_EXPORTER'], type: 'list', values: EXPORTERS, default: ['otlp'], meaning: '`none` sends no log records.' },
  propagators: { env: ['OTEL_PROPAGATORS'], type: 'list', values: PROPAGATORS, default: ['tracecontext', 'baggage'], meaning: 'How context travels between services. All but the first two need their package: see below.' },
  sampler: { env: ['OTEL_TRACES_SAMPLER'], type: 'enum', values: SAMPLERS, default: 'parentbased_always_on', meaning: 'Which traces are recorded.' },
  samplerArg: { env: ['OTEL_TRACES_SAMPLER_ARG'], type: 'number', most: 1, default: 1, meaning: 'The ratio of the ratio samplers, 0 to 1.' },
  tailRatio: { env: ['VIGIL_TAIL_RATIO'], type: 'number', most: 1, default: undefined, meaning: 'Switches the tail sampler on: the ratio that is kept of the traces that are neither failed nor slow, 0 to 1. See [sampling.md](sampling.md).' },
  tailSlow: { env: ['VIGIL_TAIL_SLOW'], type: 'integer', least: 1, default: 1000, meaning: 'From this duration on the tail sampler keeps a trace, ms.' },
  tailRemote: { env: ['VIGIL_TAIL_REMOTE'], type: 'enum', values: ['keep', 'judge'], default: 'keep', meaning: 'What the tail sampler does with a trace that the caller has sampled: keeps it whole, or judges the part that is made here.' },
  tailSpans: { env: ['VIGIL_TAIL_MAX_SPANS'], type: 'integer', least: 1, default: 20000, meaning: 'Spans and traces that the tail sampler holds, at most; then the oldest traces are dropped and counted.' },
  tailBytes: { env: ['VIGIL_TAIL_MAX_BYTES'], type: 'integer', least: 1, default: 33554432, meaning: 'About how much memory they may take.' },
  spanDelay: { env: ['OTEL_BSP_SCHEDULE_DELAY'], type: 'integer', default: 1000, meaning: 'Longest wait of a span before it is handed to the sender, ms. (Specification: 5000; a crash costs less this way.)' },
  spanQueue: { env: ['OTEL_BSP_MAX_QUEUE_SIZE'], type: 'integer', least: 1, default: 32768, meaning: 'Spans that may wait, those on their way included; more are dropped and counted. (Specification: 2048, with one batch on its way at a time.)' },
  spanBatch: { env: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'], type: 'integer', least: 1, default: 2048, meaning: 'Spans a request to the Collector, at most. (Specification: 512; sending fewer, larger ones costs the sender thread a third less.)' },
  spanTimeout: { env: ['OTEL_BSP_EXPORT_TIMEOUT'], type: 'integer', default: 30000, meaning: 'Longest time for a batch of spans, attempts included, ms; the shorter of this and the time-out of the export holds. 0: no limit.' },
  logDelay: { env: ['OTEL_BLRP_SCHEDULE_DELAY'], type: 'integer', default: 1000, meaning: 'Longest wait of a log record, ms.' },
  logQueue: { env: ['OTEL_BLRP_MAX_QUEUE_SIZE'], type: 'integer', least: 1, default: 32768, meaning: 'Log records that may wait, those on their way included. (Specification: 2048.)' },
  logBatch: { env: ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'], type: 'integer', least: 1, default: 512, meaning: 'Log records a request to the Collector.' },
  logTimeout: { env: ['OTEL_BLRP_EXPORT_TIMEOUT'], type: 'integer', default: 30000, meaning: 'The same for a batch of log records.' },
  spanAttributeLength: { env: ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'], type: 'integer', least: 1, default: undefined, meaning: 'Longest text in an attribute of a span, its events and links, characters; the rest is cut off. Without one there is no limit, save 2048 for what a client sends.' },
  spanAttributeCount: { env: ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a span; more are dropped and counted.' },
  spanEventCount: { env: ['OTEL_SPAN_EVENT_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Events of a span; the oldest are dropped.' },
  spanLinkCount: { env: ['OTEL_SPAN_LINK_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Links of a span; the oldest are dropped.' },
  eventAttributeCount: { env: ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of an event of a span.' },
  linkAttributeCount: { env: ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a link of a span.' },
  logAttributeLength: { env: ['OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'], type: 'integer', least: 1, default: undefined, meaning: 'Longest text in an attribute of a log record, characters.' },
  logAttributeCount: { env: ['OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'], type: 'integer', default: 128, meaning: 'Attributes of a log record.' },
  enabledInstrumentations: { env: ['OTEL_NODE_ENABLED_INSTRUMENTATIONS'], type: 'list', default: undefined, meaning: "Which of OpenTelemetry's instrumentations may be loaded, `pg,ioredis`; without a list all but the quiet ones: see below." },
  disabledInstrumentations: { env: ['OTEL_NODE_DISABLED_INSTRUMENTATIONS'], type: 'list', default: [], meaning: 'Which may not.' },
  metricInterval: { env: ['OTEL_METRIC_EXPORT_INTERVAL'], type: 'integer', least: 1, default: 60000, meaning: 'How often metrics are sent, ms.' },
  workers: { env: ['VIGIL_WORKERS'], type: 'boolean', default: true, meaning: "Watches the application's worker threads as well, where Vigil is preloaded into them; the main thread sends for them. See docs/set-ups.md." },
  exitDeadline: { env: ['VIGIL_EXIT_DEADLINE'], type: 'integer', default: 2000, meaning: 'Longest that the end of the process waits for telemetry to arrive, ms. `0` waits for nothing.' },
  metricTimeout: { env: ['OTEL_METRIC_EXPORT_TIMEOUT'], type: 'integer', default: 30000, meaning: 'Longest time to collect metrics, and for one export of them, ms. 0: no limit.' },
  metricTemporality: { env: ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'], type: 'enum', values: TEMPORALITIES, default: 'cumulative', meaning: 'Whether counters and histograms count from the start or from the last export.' },
  metricHistogram: { env: ['OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION'], type: 'enum', values: HISTOGRAMS, default: 'explicit_bucket_histogram', meaning: 'The kind of all histograms.' },
  sdkLogLevel: { env: ['OTEL_LOG_LEVEL'], type: 'enum', values: ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'], default: 'none', meaning: 'How much the OpenTelemetry SDK and the instrumentations say of themselves, on stderr. (Specification: `info`; what matters Vigil says itself.)' },
  configFile: { env: ['OTEL_CONFIG_FILE'], type: 'string', default: undefined, meaning: "The specification's declarative configuration, needs `@opentelemetry/sdk-node`: see below." },
  ...NOISE_SETTINGS,
  ...EXPORT_SETTINGS,
} as const satisfies Record<string, SettingRow>;

type Rows = typeof SETTINGS;
type Kind<Row extends SettingRow> =
  Row extends { type: 'boolean' } ? boolean
  : Row extends { type: 'integer' | 'number' } ? number
  : Row extends { type: 'enum'; values: readonly (infer Value)[] } ? Value
  : Row extends { type: 'list'; values: readonly (infer Value)[] } ? readonly Value[]
  : Row extends { type: 'list' } ? readonly string[]
  : Row extends { type: 'pairs' } ? Readonly<Record<string, string>>
  : string;
type ValueOf<Row extends SettingRow> = Row extends { default: undefined } ? Kind<Row> | undefined : Kind<Row>;

/** The preset's settings, read once at start, checked and frozen. */
export type Settings = { readonly [Name in keyof Rows]: ValueOf<Rows[Name]> };
