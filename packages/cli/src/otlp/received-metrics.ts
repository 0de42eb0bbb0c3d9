import type {
  Attributes, Exemplar, ExponentialHistogramPoint, HistogramPoint, NumberPoint, ReceivedMetric, Scope, SummaryPoint, Temporality,
} from './received.ts';
import { toAttributes, toScope, type WireKeyValue, type WireResource, type WireScope } from './wire.ts';

const temporalities: readonly Temporality[] = ['unspecified', 'delta', 'cumulative'];

interface WireExemplar {
  readonly timeUnixNano?: bigint;
  readonly asDouble?: number;
  readonly asInt?: bigint;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly filteredAttributes?: readonly WireKeyValue[];
}

interface WireBuckets {
  readonly offset?: number;
  readonly bucketCounts?: readonly bigint[];
}

// The union of the four kinds of points: which fields are there depends on the kind.
interface WirePoint {
  readonly attributes?: readonly WireKeyValue[];
  readonly startTimeUnixNano?: bigint;
  readonly timeUnixNano?: bigint;
  readonly flags?: number;
  readonly asDouble?: number;
  readonly asInt?: bigint;
  readonly exemplars?: readonly WireExemplar[];
  readonly count?: bigint;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly explicitBounds?: readonly number[];
  readonly bucketCounts?: readonly bigint[];
  readonly scale?: number;
  readonly zeroCount?: bigint;
  readonly zeroThreshold?: number;
  readonly positive?: WireBuckets;
  readonly negative?: WireBuckets;
  readonly quantileValues?: readonly { quantile?: number; value?: number }[];
}

interface WireData {
  readonly dataPoints?: readonly WirePoint[];
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}

interface WireMetric {
  readonly name?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly gauge?: WireData;
  readonly sum?: WireData;
  readonly histogram?: WireData;
  readonly exponentialHistogram?: WireData;
  readonly summary?: WireData;
}

interface WireScopeMetrics {
  readonly scope?: WireScope;
  readonly metrics?: readonly WireMetric[];
}

export interface WireMetrics {
  readonly resourceMetrics?: readonly { resource?: WireResource; scopeMetrics?: readonly WireScopeMetrics[] }[];
}

export function toMetrics(wire: WireMetrics): ReceivedMetric[] {
  return (wire.resourceMetrics ?? []).flatMap(({ resource, scopeMetrics = [] }) => {
    const attributes = toAttributes(resource?.attributes);
    return scopeMetrics.flatMap(({ scope, metrics = [] }) => {
      const from = toScope(scope);
      return metrics.flatMap((metric) => toMetric(attributes, from, metric) ?? []);
    });
  });
}

const pointMakers = {
  gauge: toNumberPoint,
  sum: toNumberPoint,
  histogram: toHistogramPoint,
  exponentialHistogram: toExponentialPoint,
  summary: toSummaryPoint,
} as const;
const metricKinds = Object.keys(pointMakers) as (keyof typeof pointMakers)[];

// A metric of a kind newer than this table has none of the five, and is skipped as any unknown field is.
function toMetric(resource: Attributes, scope: Scope, wire: WireMetric): ReceivedMetric | undefined {
  const kind = metricKinds.find((key) => wire[key] !== undefined);
  if (!kind) return undefined;
  const data = wire[kind] as WireData;
  return {
    resource,
    scope,
    name: wire.name ?? '',
    unit: wire.unit ?? '',
    description: wire.description ?? '',
    kind,
    monotonic: data.isMonotonic ?? false,
    temporality: temporalities[data.aggregationTemporality ?? 0] ?? 'unspecified',
    points: (data.dataPoints ?? []).map((point) => pointMakers[kind](point)),
  } as ReceivedMetric;
}

function toPoint(wire: WirePoint): Pick<NumberPoint, 'attributes' | 'startTime' | 'time' | 'flags'> {
  return {
    attributes: toAttributes(wire.attributes),
    startTime: wire.startTimeUnixNano ?? 0n,
    time: wire.timeUnixNano ?? 0n,
    flags: wire.flags ?? 0,
  };
}

function toNumberPoint(wire: WirePoint): NumberPoint {
  return { ...toPoint(wire), value: toNumber(wire), exemplars: toExemplars(wire) };
}

function toHistogramPoint(wire: WirePoint): HistogramPoint {
  return {
    ...toPoint(wire),
    ...toTotals(wire),
    bounds: wire.explicitBounds ?? [],
    bucketCounts: (wire.bucketCounts ?? []).map(Number),
    exemplars: toExemplars(wire),
  };
}

function toExponentialPoint(wire: WirePoint): ExponentialHistogramPoint {
  return {
    ...toPoint(wire),
    ...toTotals(wire),
    scale: wire.scale ?? 0,
    zeroCount: Number(wire.zeroCount ?? 0n),
    zeroThreshold: wire.zeroThreshold ?? 0,
    positive: toBuckets(wire.positive),
    negative: toBuckets(wire.negative),
    exemplars: toExemplars(wire),
  };
}

function toSummaryPoint(wire: WirePoint): SummaryPoint {
  const quantiles = (wire.quantileValues ?? []).map(({ quantile = 0, value = 0 }) => ({ quantile, value }));
  return { ...toPoint(wire), count: Number(wire.count ?? 0n), sum: wire.sum ?? 0, quantiles };
}

function toTotals(wire: WirePoint): Pick<HistogramPoint, 'count' | 'sum' | 'min' | 'max'> {
  return { count: Number(wire.count ?? 0n), sum: wire.sum, min: wire.min, max: wire.max };
}

function toBuckets(wire: WireBuckets = {}): ExponentialHistogramPoint['positive'] {
  return { offset: wire.offset ?? 0, bucketCounts: (wire.bucketCounts ?? []).map(Number) };
}

function toExemplars(wire: WirePoint): Exemplar[] {
  return (wire.exemplars ?? []).map((exemplar) => ({
    time: exemplar.timeUnixNano ?? 0n,
    value: toNumber(exemplar),
    traceId: exemplar.traceId ?? '',
    spanId: exemplar.spanId ?? '',
    attributes: toAttributes(exemplar.filteredAttributes),
  }));
}

function toNumber(wire: { readonly asDouble?: number; readonly asInt?: bigint }): number {
  return wire.asInt === undefined ? (wire.asDouble ?? Number.NaN) : Number(wire.asInt);
}
