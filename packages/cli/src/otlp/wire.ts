import type { Attributes, Scope, Value } from './received.ts';

// What the readers give for the messages that all three signals share: every field may be absent, as in proto3.

export interface WireValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: bigint;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly WireValue[] };
  readonly kvlistValue?: { readonly values?: readonly WireKeyValue[] };
  readonly bytesValue?: Uint8Array;
}

export interface WireKeyValue {
  readonly key?: string;
  readonly value?: WireValue;
}

export interface WireResource {
  readonly attributes?: readonly WireKeyValue[];
}

export interface WireScope {
  readonly name?: string;
  readonly version?: string;
  readonly attributes?: readonly WireKeyValue[];
}

export function toValue(wire: WireValue | undefined): Value {
  if (!wire) return null;
  if (wire.intValue !== undefined) return toInteger(wire.intValue);
  if (wire.arrayValue) return (wire.arrayValue.values ?? []).map(toValue);
  if (wire.kvlistValue) return toAttributes(wire.kvlistValue.values);
  return wire.stringValue ?? wire.boolValue ?? wire.doubleValue ?? wire.bytesValue ?? null;
}

function toInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

// fromEntries defines properties, so a hostile key `__proto__` becomes a plain one.
export function toAttributes(wire: readonly WireKeyValue[] = []): Attributes {
  return Object.fromEntries(wire.map(({ key = '', value }) => [key, toValue(value)]));
}

export function toScope(wire: WireScope = {}): Scope {
  return { name: wire.name ?? '', version: wire.version ?? '', attributes: toAttributes(wire.attributes) };
}
