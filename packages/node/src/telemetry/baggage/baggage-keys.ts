import { propagation, type Attributes, type Context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { capped } from '../http-names.ts';

/**
 * Baggage entries that become attributes of the spans and log records made while they are there. Only those that are named:
 * whoever calls a service can put anything into its baggage.
 */
export class BaggageKeys {
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** Undefined when there is none of them. */
  attributesIn(context: Context): Attributes | undefined {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return undefined;
    let found: Attributes | undefined;
    for (const key of this.#keys) {
      const entry = baggage.getEntry(key);
      if (entry !== undefined) (found ??= {})[key] = capped(entry.value);
    }
    return found;
  }

  /** Before all other processors. What an instrumentation has put there goes before. */
  onSpans(): SpanProcessor {
    return {
      onStart: (span: Span, context: Context) => {
        const found = this.attributesIn(context);
        if (found !== undefined) span.setAttributes({ ...found, ...span.attributes });
      },
      onEnd: () => {},
      forceFlush: async () => {},
      shutdown: async () => {},
    };
  }

  onLogRecords(): LogRecordProcessor {
    return {
      onEmit: (record: ReadWriteLogRecord, context?: Context) => {
        const found = context === undefined ? undefined : this.attributesIn(context);
        if (found !== undefined) record.setAttributes({ ...found, ...record.attributes });
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    };
  }
}

/** Undefined when none is asked for, so that no context is asked. */
export function baggageKeys(keys: readonly string[]): BaggageKeys | undefined {
  return keys.length === 0 ? undefined : new BaggageKeys(keys);
}
