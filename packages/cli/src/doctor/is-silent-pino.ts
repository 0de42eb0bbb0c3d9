import type { PackageCopy } from './process-report.ts';

/** Before 9.10 pino published nothing on a channel, so nothing can be seen of its lines. */
export function isSilentPino({ name, version }: PackageCopy): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return name === 'pino' && (major < 9 || (major === 9 && minor < 10));
}
