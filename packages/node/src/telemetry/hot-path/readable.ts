import type { Span } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What the SDK's own spans show beside the API. */
const SHOWN = [
  'name', 'kind', 'parentSpanContext', 'startTime', 'endTime', 'status', 'attributes', 'links', 'events', 'duration', 'resource', 'instrumentationScope',
  'ended', 'droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount',
] as const satisfies readonly (keyof ReadableSpan)[];

/**
 * Lets applications look at the span that is current as at one of the SDK's, which `seen` hands out; undefined while there is
 * none. On the prototype: a span that nobody looks at pays nothing.
 */
export function readable<Made extends object>(prototype: Made, seen: (span: Made) => Span | null): void {
  for (const name of SHOWN) {
    Object.defineProperty(prototype, name, {
      get(this: Made): unknown {
        return (seen(this) as Partial<ReadableSpan> | null)?.[name];
      },
      configurable: true,
    });
  }
}
