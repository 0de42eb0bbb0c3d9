import { diag, type DiagLogFunction } from '@opentelemetry/api';
import { diagLogLevelFromString } from '@opentelemetry/core';
import type { Settings } from '../config/settings.ts';
import type { Level, Say } from '../lifecycle/say.ts';

/** Has the SDK and the instrumentations speak through Vigil's voice, when `OTEL_LOG_LEVEL` asks for it. */
export function letSdkSpeak(level: Settings['sdkLogLevel'], say: Say): void {
  const logLevel = diagLogLevelFromString(level);
  if (level === 'none' || logLevel === undefined) return;
  const at = (as: Level): DiagLogFunction => (message, ...rest) => say(as, `opentelemetry: ${[message, ...rest].map(String).join(' ').replaceAll(/\s*\n\s*/g, ' ')}`);
  const logger = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), verbose: at('debug') };
  diag.setLogger(logger, { logLevel, suppressOverrideMessage: true });
}
