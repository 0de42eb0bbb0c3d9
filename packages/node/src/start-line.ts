import type { Settings } from './config/settings.ts';
import { SIGNALS, type ExportTargets } from './delivery/message.ts';
import type { ResourceAttributes } from './resource/describe-resource.ts';
import { VERSION } from './version.ts';

/** The one line at start: who, what, where to, how. */
export function startLine(settings: Settings, targets: ExportTargets, resource: ResourceAttributes, isDeclared: boolean = false): string {
  const version = resource['service.version'] === undefined ? '' : ` ${resource['service.version']}`;
  const exported = isDeclared ? [`telemetry as ${settings.configFile} says`] : [...routes(targets), ...printed(settings)];
  return `${VERSION} watches ${resource['service.name']}${version}; ${exported.join(', ') || 'nothing is exported'}; mode ${settings.mode}`;
}

/** Where telemetry goes, each place once, without credentials. */
export function shownTargets(targets: ExportTargets): string {
  return [...new Set(SIGNALS.map((signal) => shownTarget(targets, signal)).filter((shown) => shown !== undefined))].join(', ');
}

/** `traces, metrics to http://localhost:4318 (http/protobuf)`, one for each place and protocol. */
function routes(targets: ExportTargets): string[] {
  const signals = SIGNALS.filter((signal) => targets[signal] !== undefined);
  const wayOf = (signal: typeof SIGNALS[number]): string => `${shownTarget(targets, signal)} (${targets[signal]?.protocol})`;
  return [...new Set(signals.map(wayOf))].map((way) => `${signals.filter((signal) => wayOf(signal) === way).join(', ')} to ${way}`);
}

function printed(settings: Settings): string[] {
  const signals = SIGNALS.filter((signal) => settings[`${signal}Exporter`].includes('console'));
  return signals.length === 0 ? [] : [`${signals.join(', ')} to the console`];
}

/** Without the path that is the signal's anyway. */
function shownTarget(targets: ExportTargets, signal: typeof SIGNALS[number]): string | undefined {
  const url = targets[signal]?.url;
  return url === undefined ? undefined : shownUrl(url).replace(new RegExp(`/v1/${signal}$`), '');
}

/** An endpoint without user name, password and query: keys are sometimes put there. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const { origin, pathname } = new URL(url);
  return origin + (pathname === '/' ? '' : pathname);
}
