import type { Settings } from './config/settings.ts';
import type { ResourceAttributes } from './resource/describe-resource.ts';
import { VERSION } from './version.ts';

/** The one line at start: who, what, where to, how. */
export function startLine(settings: Settings, resource: ResourceAttributes): string {
  const version = resource['service.version'] === undefined ? '' : ` ${resource['service.version']}`;
  const signals = (['traces', 'metrics', 'logs'] as const).filter((signal) => settings[`${signal}Exporter`] !== 'none');
  const target = signals.length === 0 ? 'nothing is exported' : `${signals.join(', ')} to ${shownUrl(settings.endpoint)} (${settings.protocol})`;
  return `${VERSION} watches ${resource['service.name']}${version}; ${target}; mode ${settings.mode}`;
}

/** An endpoint without user name, password and query: keys are sometimes put there. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const { origin, pathname } = new URL(url);
  return origin + (pathname === '/' ? '' : pathname);
}
