import type { LogRecordLimits } from '@opentelemetry/sdk-logs';
import type { SpanLimits } from '@opentelemetry/sdk-trace';
import type { Settings } from '../config/settings.ts';
import { LONGEST_EXCEPTION } from './hot-path/exception-texts.ts';

/** More attributes than a span of ours has before the application adds any. */
const MOST_ATTRIBUTES = 32;

/** The specification's span limits, as the SDK takes them. */
export function spanLimits(settings: Settings): SpanLimits {
  return {
    attributeCountLimit: settings.spanAttributeCount,
    attributeValueLengthLimit: settings.spanAttributeLength ?? Infinity,
    eventCountLimit: settings.spanEventCount,
    linkCountLimit: settings.spanLinkCount,
    attributePerEventCountLimit: settings.eventAttributeCount,
    attributePerLinkCountLimit: settings.linkAttributeCount,
  };
}

/** The specification's limits of log records, as the SDK takes them. */
export function logRecordLimits({ logAttributeCount, logAttributeLength }: Settings): LogRecordLimits {
  return { attributeCountLimit: logAttributeCount, attributeValueLengthLimit: logAttributeLength ?? Infinity };
}

/** True when no limit can meet a span that nobody touched, nor its exception. What is touched becomes one of the SDK's, which keeps all limits. */
export function leavesOursWhole(settings: Settings): boolean {
  const { spanAttributeCount, spanAttributeLength = Infinity, spanEventCount, eventAttributeCount } = settings;
  return spanAttributeCount >= MOST_ATTRIBUTES && spanAttributeLength >= LONGEST_EXCEPTION && spanEventCount >= 1 && eventAttributeCount >= 3;
}
