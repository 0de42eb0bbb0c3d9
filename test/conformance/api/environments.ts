/** One way to set telemetry up, and what the requests of it bring along. */
export interface Environment {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every case, or only what tells sampling and limits apart. */
  readonly asks: 'everything' | 'parents' | 'touches';
  /** The limits may leave the application's attributes no room beside the server span's own, which differ. */
  readonly full?: true;
}

const SAMPLERS = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'];

const SMALL = ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'OTEL_SPAN_LINK_COUNT_LIMIT', 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'];
/** The specification's names of the last two are not those that the stock preset reads (sdk-node 0.300.0). */
const STOCK_NAMES = ['OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT', 'OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT'];
const allAt = (limit: number): Record<string, string> => Object.fromEntries([...SMALL, ...STOCK_NAMES].map((name) => [name, String(limit)]));

/** What is asked of the hot path, the general one and the stock SDK. Both Vigil's are the same one where a sampler or limit says so. */
export const ENVIRONMENTS: readonly Environment[] = [
  { name: 'nothing set', env: {}, asks: 'everything' },
  ...SAMPLERS.map((name): Environment => ({ name: `the sampler ${name}`, env: { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: '0.5' }, asks: 'parents' })),
  { name: 'few events and links', env: allAt(2), asks: 'touches' },
  { name: 'no events and links at all', env: allAt(0), asks: 'touches' },
  { name: 'short attributes', env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '10' }, asks: 'touches' },
  { name: 'short attributes of spans', env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '10', OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2500' }, asks: 'touches' },
  { name: 'few attributes', env: { OTEL_ATTRIBUTE_COUNT_LIMIT: '5' }, asks: 'touches', full: true },
  { name: 'few attributes of spans', env: { OTEL_ATTRIBUTE_COUNT_LIMIT: '5', OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '64' }, asks: 'touches', full: true },
  { name: 'many attributes, events and links', env: { OTEL_ATTRIBUTE_COUNT_LIMIT: '500', OTEL_SPAN_EVENT_COUNT_LIMIT: '500', OTEL_SPAN_LINK_COUNT_LIMIT: '150' }, asks: 'touches', full: true },
];
