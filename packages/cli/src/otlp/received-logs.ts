import type { Attributes, ReceivedLog, Scope } from './received.ts';
import { toAttributes, toScope, toValue, type WireKeyValue, type WireResource, type WireScope, type WireValue } from './wire.ts';

interface WireLog {
  readonly timeUnixNano?: bigint;
  readonly observedTimeUnixNano?: bigint;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: WireValue;
  readonly eventName?: string;
  readonly attributes?: readonly WireKeyValue[];
  readonly droppedAttributesCount?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}

interface WireScopeLogs {
  readonly scope?: WireScope;
  readonly logRecords?: readonly WireLog[];
}

export interface WireLogs {
  readonly resourceLogs?: readonly { resource?: WireResource; scopeLogs?: readonly WireScopeLogs[] }[];
}

export function toLogs(wire: WireLogs): ReceivedLog[] {
  return (wire.resourceLogs ?? []).flatMap(({ resource, scopeLogs = [] }) => {
    const attributes = toAttributes(resource?.attributes);
    return scopeLogs.flatMap(({ scope, logRecords = [] }) => {
      const from = toScope(scope);
      return logRecords.map((log) => toLog(attributes, from, log));
    });
  });
}

function toLog(resource: Attributes, scope: Scope, wire: WireLog): ReceivedLog {
  return {
    resource,
    scope,
    time: wire.timeUnixNano ?? 0n,
    observedTime: wire.observedTimeUnixNano ?? 0n,
    severityNumber: wire.severityNumber ?? 0,
    severityText: wire.severityText ?? '',
    body: toValue(wire.body),
    eventName: wire.eventName ?? '',
    attributes: toAttributes(wire.attributes),
    traceId: wire.traceId ?? '',
    spanId: wire.spanId ?? '',
    flags: wire.flags ?? 0,
    dropped: { attributes: wire.droppedAttributesCount ?? 0 },
  };
}
