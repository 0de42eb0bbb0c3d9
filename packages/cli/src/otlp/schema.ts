// The tables of opentelemetry-proto 1.x: field numbers, JSON names and types. One table serves both encodings.
// Source: opentelemetry/proto/{common,resource,trace,logs,metrics}/v1/*.proto and collector/*/v1/*_service.proto.

/** What a field holds when it is not a message. `traceId` and `spanId` are bytes that JSON writes as hexadecimal. */
export type Scalar =
  | 'string' | 'bytes' | 'traceId' | 'spanId' | 'bool' | 'double'
  | 'fixed64' | 'sfixed64' | 'fixed32' | 'int64' | 'uint64' | 'uint32' | 'sint32' | 'enum';

export interface Field {
  readonly name: string;
  readonly type: Scalar | Message;
  readonly many: boolean;
}

/** One message type; its fields are found by number (protobuf) or by name (JSON). */
export interface Message {
  readonly name: string;
  readonly numbered: (Field | undefined)[];
  readonly named: Map<string, Field>;
}

type Row = readonly [number: number, name: string, type: Scalar | Message, many?: 'many'];

function message(name: string, ...rows: Row[]): Message {
  return fill({ name, numbered: [], named: new Map() }, rows);
}

function fill(target: Message, rows: readonly Row[]): Message {
  for (const [number, name, type, many] of rows) {
    const field = { name, type, many: many === 'many' };
    target.numbered[number] = field;
    target.named.set(name, field);
  }
  return target;
}

// AnyValue contains itself, so it is named first and filled after.
const anyValue = message('AnyValue');
const keyValue = message('KeyValue', [1, 'key', 'string'], [2, 'value', anyValue]);
fill(anyValue, [
  [1, 'stringValue', 'string'], [2, 'boolValue', 'bool'], [3, 'intValue', 'int64'], [4, 'doubleValue', 'double'],
  [5, 'arrayValue', message('ArrayValue', [1, 'values', anyValue, 'many'])],
  [6, 'kvlistValue', message('KeyValueList', [1, 'values', keyValue, 'many'])],
  [7, 'bytesValue', 'bytes'],
]);

const resource = message('Resource', [1, 'attributes', keyValue, 'many'], [2, 'droppedAttributesCount', 'uint32']);
const scope = message('InstrumentationScope', [1, 'name', 'string'], [2, 'version', 'string'], [3, 'attributes', keyValue, 'many']);

const event = message('Event', [1, 'timeUnixNano', 'fixed64'], [2, 'name', 'string'], [3, 'attributes', keyValue, 'many']);
const link = message('Link',
  [1, 'traceId', 'traceId'], [2, 'spanId', 'spanId'], [3, 'traceState', 'string'], [4, 'attributes', keyValue, 'many'], [6, 'flags', 'fixed32']);
const span = message('Span',
  [1, 'traceId', 'traceId'], [2, 'spanId', 'spanId'], [3, 'traceState', 'string'], [4, 'parentSpanId', 'spanId'],
  [5, 'name', 'string'], [6, 'kind', 'enum'], [7, 'startTimeUnixNano', 'fixed64'], [8, 'endTimeUnixNano', 'fixed64'],
  [9, 'attributes', keyValue, 'many'], [10, 'droppedAttributesCount', 'uint32'], [11, 'events', event, 'many'],
  [12, 'droppedEventsCount', 'uint32'], [13, 'links', link, 'many'], [14, 'droppedLinksCount', 'uint32'],
  [15, 'status', message('Status', [2, 'message', 'string'], [3, 'code', 'enum'])], [16, 'flags', 'fixed32']);

const logRecord = message('LogRecord',
  [1, 'timeUnixNano', 'fixed64'], [2, 'severityNumber', 'enum'], [3, 'severityText', 'string'], [5, 'body', anyValue],
  [6, 'attributes', keyValue, 'many'], [7, 'droppedAttributesCount', 'uint32'], [8, 'flags', 'fixed32'],
  [9, 'traceId', 'traceId'], [10, 'spanId', 'spanId'], [11, 'observedTimeUnixNano', 'fixed64'], [12, 'eventName', 'string']);

const exemplar = message('Exemplar',
  [2, 'timeUnixNano', 'fixed64'], [3, 'asDouble', 'double'], [4, 'spanId', 'spanId'], [5, 'traceId', 'traceId'],
  [6, 'asInt', 'sfixed64'], [7, 'filteredAttributes', keyValue, 'many']);
const numberPoint = message('NumberDataPoint',
  [2, 'startTimeUnixNano', 'fixed64'], [3, 'timeUnixNano', 'fixed64'], [4, 'asDouble', 'double'], [5, 'exemplars', exemplar, 'many'],
  [6, 'asInt', 'sfixed64'], [7, 'attributes', keyValue, 'many'], [8, 'flags', 'uint32']);
const histogramPoint = message('HistogramDataPoint',
  [2, 'startTimeUnixNano', 'fixed64'], [3, 'timeUnixNano', 'fixed64'], [4, 'count', 'fixed64'], [5, 'sum', 'double'],
  [6, 'bucketCounts', 'fixed64', 'many'], [7, 'explicitBounds', 'double', 'many'], [8, 'exemplars', exemplar, 'many'],
  [9, 'attributes', keyValue, 'many'], [10, 'flags', 'uint32'], [11, 'min', 'double'], [12, 'max', 'double']);
const buckets = message('Buckets', [1, 'offset', 'sint32'], [2, 'bucketCounts', 'uint64', 'many']);
const exponentialPoint = message('ExponentialHistogramDataPoint',
  [1, 'attributes', keyValue, 'many'], [2, 'startTimeUnixNano', 'fixed64'], [3, 'timeUnixNano', 'fixed64'], [4, 'count', 'fixed64'],
  [5, 'sum', 'double'], [6, 'scale', 'sint32'], [7, 'zeroCount', 'fixed64'], [8, 'positive', buckets], [9, 'negative', buckets],
  [10, 'flags', 'uint32'], [11, 'exemplars', exemplar, 'many'], [12, 'min', 'double'], [13, 'max', 'double'], [14, 'zeroThreshold', 'double']);
const quantile = message('ValueAtQuantile', [1, 'quantile', 'double'], [2, 'value', 'double']);
const summaryPoint = message('SummaryDataPoint',
  [2, 'startTimeUnixNano', 'fixed64'], [3, 'timeUnixNano', 'fixed64'], [4, 'count', 'fixed64'], [5, 'sum', 'double'],
  [6, 'quantileValues', quantile, 'many'], [7, 'attributes', keyValue, 'many'], [8, 'flags', 'uint32']);
const metric = message('Metric',
  [1, 'name', 'string'], [2, 'description', 'string'], [3, 'unit', 'string'],
  [5, 'gauge', message('Gauge', [1, 'dataPoints', numberPoint, 'many'])],
  [7, 'sum', message('Sum', [1, 'dataPoints', numberPoint, 'many'], [2, 'aggregationTemporality', 'enum'], [3, 'isMonotonic', 'bool'])],
  [9, 'histogram', message('Histogram', [1, 'dataPoints', histogramPoint, 'many'], [2, 'aggregationTemporality', 'enum'])],
  [10, 'exponentialHistogram',
    message('ExponentialHistogram', [1, 'dataPoints', exponentialPoint, 'many'], [2, 'aggregationTemporality', 'enum'])],
  [11, 'summary', message('Summary', [1, 'dataPoints', summaryPoint, 'many'])]);

// The three requests have one shape: resources, in them scopes, in them items.
function request(name: string, plural: string, item: Message): Message {
  const scopes = message(`Scope${name}`, [1, 'scope', scope], [2, plural, item, 'many'], [3, 'schemaUrl', 'string']);
  const resources = message(`Resource${name}`, [1, 'resource', resource], [2, `scope${name}`, scopes, 'many'], [3, 'schemaUrl', 'string']);
  return message(`Export${name}`, [1, `resource${name}`, resources, 'many']);
}

export const tracesRequest: Message = request('Spans', 'spans', span);
export const logsRequest: Message = request('Logs', 'logRecords', logRecord);
export const metricsRequest: Message = request('Metrics', 'metrics', metric);
