import { Malformed } from './malformed.ts';
import type { Attributes, ReceivedSpan, Scope, SpanEvent, SpanKind, SpanLink, StatusCode } from './received.ts';
import { toAttributes, toScope, type WireKeyValue, type WireResource, type WireScope } from './wire.ts';

const kinds: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const codes: readonly StatusCode[] = ['unset', 'ok', 'error'];

interface WireSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceState?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: bigint;
  readonly endTimeUnixNano?: bigint;
  readonly attributes?: readonly WireKeyValue[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly { timeUnixNano?: bigint; name?: string; attributes?: readonly WireKeyValue[] }[];
  readonly droppedEventsCount?: number;
  readonly links?: readonly WireLink[];
  readonly droppedLinksCount?: number;
  readonly status?: { message?: string; code?: number };
  readonly flags?: number;
}

interface WireLink {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceState?: string;
  readonly attributes?: readonly WireKeyValue[];
  readonly flags?: number;
}

interface WireScopeSpans {
  readonly scope?: WireScope;
  readonly spans?: readonly WireSpan[];
}

export interface WireTraces {
  readonly resourceSpans?: readonly { resource?: WireResource; scopeSpans?: readonly WireScopeSpans[] }[];
}

export function toSpans(wire: WireTraces): ReceivedSpan[] {
  return (wire.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const attributes = toAttributes(resource?.attributes);
    return scopeSpans.flatMap(({ scope, spans = [] }) => {
      const from = toScope(scope);
      return spans.map((span) => toSpan(attributes, from, span));
    });
  });
}

function toSpan(resource: Attributes, scope: Scope, wire: WireSpan): ReceivedSpan {
  return {
    resource,
    scope,
    traceId: required(wire.traceId, 'traceId'),
    spanId: required(wire.spanId, 'spanId'),
    parentSpanId: wire.parentSpanId ?? '',
    traceState: wire.traceState ?? '',
    name: wire.name ?? '',
    kind: kinds[wire.kind ?? 0] ?? 'unspecified',
    startTime: wire.startTimeUnixNano ?? 0n,
    endTime: wire.endTimeUnixNano ?? 0n,
    attributes: toAttributes(wire.attributes),
    events: (wire.events ?? []).map(toEvent),
    links: (wire.links ?? []).map(toLink),
    status: { code: codes[wire.status?.code ?? 0] ?? 'unset', message: wire.status?.message ?? '' },
    flags: wire.flags ?? 0,
    dropped: { attributes: wire.droppedAttributesCount ?? 0, events: wire.droppedEventsCount ?? 0, links: wire.droppedLinksCount ?? 0 },
  };
}

// The specification: an id of zeros is invalid, and a span without a valid id belongs nowhere.
function required(id: string | undefined, name: string): string {
  if (!id || /^0*$/.test(id)) throw new Malformed(`a span has no valid ${name}`);
  return id;
}

function toEvent(wire: { timeUnixNano?: bigint; name?: string; attributes?: readonly WireKeyValue[] }): SpanEvent {
  return { time: wire.timeUnixNano ?? 0n, name: wire.name ?? '', attributes: toAttributes(wire.attributes) };
}

function toLink(wire: WireLink): SpanLink {
  return {
    traceId: wire.traceId ?? '',
    spanId: wire.spanId ?? '',
    traceState: wire.traceState ?? '',
    attributes: toAttributes(wire.attributes),
    flags: wire.flags ?? 0,
  };
}
