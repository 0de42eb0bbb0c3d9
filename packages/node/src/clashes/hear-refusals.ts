import { diag, DiagLogLevel, type DiagLogFunction, type DiagLogger } from '@opentelemetry/api';
import { packageFile, type Stop } from '@vigil/sensors';
import { readManifest } from '../config/read-manifest.ts';
import { vigilError } from '../errors.ts';
import type { Say } from '../lifecycle/say.ts';
import { apiGlobal } from './api-global.ts';
import { packageText } from './loaded-packages.ts';

/** Another SDK or two are thinkable; more lines tell nothing new. */
const MAX_TOLD = 5;
/** The API's own words when somebody registers a part that is there, or does so from another version of the API. */
const REFUSED = /@opentelemetry\/api: (?:Attempted duplicate registration of API|Registration of version v\S+ for \w+ does not match)/;

/**
 * Tells who tries to register with the API after us. The API refuses it in silence, save on its diagnostics logger; so we hear
 * what that logger hears, until the application sets another one.
 */
export function hearRefusals(say: Say): Stop {
  const told = new Set<string>();
  const hear = (text: string): void => {
    if (!REFUSED.test(text) || told.size >= MAX_TOLD) return;
    const sdk = whoseStack(text);
    if (told.has(sdk)) return;
    told.add(sdk);
    say('warn', vigilError('VIGIL_SDK_REFUSED', { sdk }).line);
  };
  const before = apiGlobal()?.diag as DiagLogger | undefined;
  diag.setLogger(hearing(hear, before), { logLevel: before === undefined ? DiagLogLevel.ERROR : DiagLogLevel.ALL, suppressOverrideMessage: true });
  const ours = apiGlobal()?.diag;
  return () => {
    if (apiGlobal()?.diag !== ours) return;
    if (before === undefined) diag.disable();
    else diag.setLogger(before, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  };
}

/** The logger of before, which knows its own level, with a second pair of ears. */
function hearing(hear: (text: string) => void, before: DiagLogger | undefined): DiagLogger {
  const nothing = (): void => {};
  const { warn, info, debug, verbose } = before ?? { warn: nothing, info: nothing, debug: nothing, verbose: nothing };
  const error: DiagLogFunction = (text, ...rest) => {
    hear(text);
    before?.error(text, ...rest);
  };
  return { error, warn, info, debug, verbose };
}

/**
 * Who called: of the packages on the stack, the outermost before the application's own code. Node keeps ten frames, so it may be
 * a part of what the application knows by another name.
 */
export function whoseStack(stack: string): string {
  const frames = Array.from(stack.matchAll(/^\s+at .*?\(?((?:file:\/\/)?[^\s()]+?):\d+:\d+\)?$/gm), ([, file = '']) => file.replace(/^file:\/\//, ''));
  const callers = frames.filter((file) => packageFile(file)?.name !== '@opentelemetry/api');
  const own = callers.findIndex((file) => packageFile(file) === undefined && !file.startsWith('node:'));
  const outermost = (own < 0 ? callers : callers.slice(0, own)).map((file) => packageFile(file)).findLast((found) => found !== undefined);
  if (outermost === undefined) return `the code at ${callers[0] ?? 'a place that is not known'}`;
  return packageText({ ...outermost, version: readManifest(outermost.folder).version ?? 'of no version' });
}
